Attribute VB_Name = "xlwings"
Option Explicit

' What the module xlwings is in Excel, for LibreOffice Calc, which cannot compile it: RunPython for the buttons,
' AppelPython for the functions of cells. No rule of the trade is here.
'
' A button: the office accepts connections on a pipe of its own, Python starts on its own, connects back through UNO
' and works while this macro has already returned. A cell: the values go to a process that never calls the office
' back, so a formula may wait for it.

Private Const RUN_MODULE As String = "postprod_xl.hosts.libreoffice.callback"
Private Const SERVER_MODULE As String = "postprod_xl.hosts.libreoffice.function_server"
Private Const LAUNCHER_MODULE As String = "postprod_xl.hosts.detached"
Private Const REMEDY As String = "lancez postprod doctor dans un terminal"
Private Const START_SECONDS As Double = 15
Private Const LISTEN_SECONDS As Double = 2
Private Const SECONDS_A_DAY As Double = 86400

Private officeAcceptor As Object
Private officeAddress As String
Private functionServer As Object
Private silentUntil As Double

Public Sub RunPython(code As String)
    Dim request As String
    On Error GoTo Failed
    OpenOffice
    request = RequestFile(officeAddress & Chr(10) & DocumentName() & Chr(10) & code)
    StartPython RUN_MODULE, request, False
    If Taken(request) Then Exit Sub
    Kill request
Failed:
    MsgBox "Python n'a pas démarré (" & Interpreter() & ") : " & REMEDY & ".", 48, "Postproduction"
End Sub

Public Function AppelPython(name As String, arguments As Variant) As Variant
    Dim answer As Variant, values As Variant
    values = PlainValues(arguments)
    If Not Answered(name, values, answer) Then
        Set functionServer = Nothing
        If Not Answered(name, values, answer) Then answer = name & " : Python ne répond pas, " & REMEDY
    End If
    AppelPython = Shaped(answer)
End Function

Private Sub OpenOffice()
    Dim address As String
    If Not officeAcceptor Is Nothing Then Exit Sub
    address = "pipe,name=" & UniqueName()
    Set officeAcceptor = CreateUnoService("com.sun.star.office.Acceptor")
    officeAcceptor.initialize Array(address & ";urp;StarOffice.ServiceManager", True)
    officeAddress = address & ";urp"
End Sub

Private Function DocumentName() As String
    DocumentName = ThisComponent.URL
    If DocumentName = "" Then DocumentName = ThisComponent.Title
End Function

' A file, since a command line would have to quote the code for each system. Python deletes it: that is how it says
' that it has started.
Private Function RequestFile(text As String) As String
    Dim file As Object, stream As Object
    Set file = CreateUnoService("com.sun.star.io.TempFile")
    file.RemoveFile = False
    Set stream = CreateUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream file.getOutputStream()
    stream.setEncoding "UTF-8"
    stream.writeString text
    stream.closeOutput
    RequestFile = file.Uri
End Function

Private Function Taken(request As String) As Boolean
    Dim limit As Double
    limit = Now + START_SECONDS / SECONDS_A_DAY
    Do While FileExists(request) And Now < limit
        Wait 20
    Loop
    Taken = Not FileExists(request)
End Function

Private Function UniqueName() As String
    Dim file As Object, parts As Variant
    Set file = CreateUnoService("com.sun.star.io.TempFile")
    parts = Split(file.Uri, "/")
    Randomize
    UniqueName = "postprod_" & Split(parts(UBound(parts)), ".")(0) & "_" & Hex(CLng(Rnd * 2000000000))
End Function

Private Function Answered(name As String, values As Variant, answer As Variant) As Boolean
    On Error GoTo Failed
    If functionServer Is Nothing Then StartServer
    If functionServer Is Nothing Then Exit Function
    answer = functionServer.callFunction(name, values)
    Answered = True
Failed:
End Function

' The launcher returns once the server is about to listen, or after its own time limit: nothing may be waited for
' here with Wait, which would let the person act in the middle of a calculation.
Private Sub StartServer()
    Dim address As String
    If Now < silentUntil Then Exit Sub
    silentUntil = Now + START_SECONDS / SECONDS_A_DAY
    address = "pipe,name=" & UniqueName()
    StartPython LAUNCHER_MODULE, SERVER_MODULE & " " & address, True
    Set functionServer = Listening("uno:" & address & ";urp;functions")
    If Not functionServer Is Nothing Then silentUntil = 0
End Sub

Private Function Listening(address As String) As Object
    Dim resolver As Object, limit As Double
    Set resolver = CreateUnoService("com.sun.star.bridge.UnoUrlResolver")
    limit = Now + LISTEN_SECONDS / SECONDS_A_DAY
    On Error Resume Next
    Do
        Set Listening = resolver.resolve(address)
    Loop While Listening Is Nothing And Now < limit
End Function

Private Sub StartPython(moduleName As String, argument As String, waited As Boolean)
    Shell """" & Interpreter() & """", 0, "-m " & moduleName & " " & argument, waited
End Sub

Private Function Interpreter() As String
    Interpreter = Environ("POSTPROD_PYTHON")
    If Interpreter <> "" Then Exit Function
    If Environ("USERPROFILE") <> "" Then
        Interpreter = Configured(Environ("USERPROFILE"), "INTERPRETER_WIN")
        If Interpreter = "" Then Interpreter = "python"
    Else
        Interpreter = Configured(Environ("HOME"), "INTERPRETER_LINUX")
        If Interpreter = "" Then Interpreter = Configured(Environ("HOME"), "INTERPRETER_MAC")
        If Interpreter = "" Then Interpreter = "python3"
    End If
End Function

' The file of xlwings: one "KEY","VALUE" a line.
Private Function Configured(home As String, key As String) As String
    Dim path As String, number As Integer, line As String, mark As String
    path = home & "/.xlwings/xlwings.conf"
    If Not FileExists(path) Then Exit Function
    mark = """" & key & ""","""
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Line Input #number, line
        If Left(line, Len(mark)) = mark Then Configured = Mid(line, Len(mark) + 1, Len(line) - Len(mark) - 1)
    Loop
    Close #number
End Function

' Ranges become their values; an argument that was left out becomes empty.
Private Function PlainValues(arguments As Variant) As Variant
    Dim values() As Variant, place As Long
    ReDim values(UBound(arguments))
    For place = 0 To UBound(arguments)
        If IsObject(arguments(place)) Then
            values(place) = CellValues(arguments(place))
        ElseIf Not IsError(arguments(place)) Then
            values(place) = arguments(place)
        End If
    Next
    PlainValues = values
End Function

Private Function CellValues(area As Object) As Variant
    CellValues = area.CellRange.getDataArray()
End Function

' Calc shows a block only when it is an array of two dimensions.
Private Function Shaped(answer As Variant) As Variant
    Dim block() As Variant, row As Long, column As Long
    If Not IsArray(answer) Then
        Shaped = answer
        Exit Function
    End If
    ReDim block(UBound(answer), UBound(answer(0)))
    For row = 0 To UBound(answer)
        For column = 0 To UBound(answer(0))
            block(row, column) = answer(row)(column)
        Next
    Next
    Shaped = block
End Function
