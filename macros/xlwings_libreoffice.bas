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
Private Const ACCEPTOR_NAME As String = "postprod.acceptor"
Private Const ADDRESS_NAME As String = "postprod.address"
Private Const SERVER_NAME As String = "postprod.functions"
Private Const VERSION_NAME As String = "VersionDuClasseur"
Private Const REMEDY As String = "lancez postprod doctor dans un terminal"
Private Const START_SECONDS As Double = 15
Private Const LISTEN_SECONDS As Double = 2
Private Const SECONDS_A_DAY As Double = 86400

Private silentUntil As Double

Public Sub RunPython(code As String)
    Dim request As String
    On Error GoTo Failed
    request = RequestFile(OfficeAddress() & Chr(10) & DocumentName() & Chr(10) & code)
    StartPython RUN_MODULE, request, False
    If Taken(request) Then Exit Sub
    Kill request
Failed:
    MsgBox "Python n'a pas démarré (" & Interpreter() & ") : " & REMEDY & ".", 48, "Postproduction"
End Sub

Public Function AppelPython(name As String, arguments As Variant) As Variant
    Dim answer As Variant, values As Variant, called As String
    values = PlainValues(arguments)
    called = name & VersionMark()
    If Not Answered(called, values, answer) Then
        Forget SERVER_NAME
        If Not Answered(called, values, answer) Then answer = name & " : Python ne répond pas, " & REMEDY
    End If
    AppelPython = Shaped(answer)
End Function

' The version that the workbook says, on a line of its own: a program of an earlier one refuses by it.
Private Function VersionMark() As String
    Dim names As Object
    Set names = ThisComponent.NamedRanges
    If names.hasByName(VERSION_NAME) Then VersionMark = Chr(10) & names.getByName(VERSION_NAME).Content
End Function

' The pipe stays open as long as its acceptor lives: for the session of the office.
Private Function OfficeAddress() As String
    Dim address As String, acceptor As Object
    If Not IsKept(ACCEPTOR_NAME) Then
        address = "pipe,name=" & UniqueName()
        Set acceptor = CreateUnoService("com.sun.star.office.Acceptor")
        acceptor.initialize Array(address & ";urp;StarOffice.ServiceManager", True)
        Keep ACCEPTOR_NAME, acceptor
        Keep ADDRESS_NAME, address & ";urp"
    End If
    OfficeAddress = GetDefaultContext().getValueByName(ADDRESS_NAME)
End Function

' What must outlive a call is kept by the office itself: the variables of a module are emptied whenever the project
' changes, as it does with each tab that is added.
Private Sub Keep(name As String, value As Variant)
    GetDefaultContext().insertByName name, value
End Sub

Private Function IsKept(name As String) As Boolean
    IsKept = GetDefaultContext().hasByName(name)
End Function

Private Sub Forget(name As String)
    If IsKept(name) Then GetDefaultContext().removeByName name
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
    Dim server As Object
    On Error GoTo Failed
    If Not IsKept(SERVER_NAME) Then StartServer
    If Not IsKept(SERVER_NAME) Then Exit Function
    Set server = GetDefaultContext().getValueByName(SERVER_NAME)
    answer = server.callFunction(name, values)
    Answered = True
Failed:
End Function

' The launcher returns once the server is about to listen, or after its own time limit: nothing may be waited for
' here with Wait, which would let the person act in the middle of a calculation.
Private Sub StartServer()
    Dim address As String, server As Object
    If Now < silentUntil Then Exit Sub
    silentUntil = Now + START_SECONDS / SECONDS_A_DAY
    address = "pipe,name=" & UniqueName()
    StartPython LAUNCHER_MODULE, SERVER_MODULE & " " & address, True
    Set server = Listening("uno:" & address & ";urp;functions")
    If server Is Nothing Then Exit Sub
    Keep SERVER_NAME, server
    silentUntil = 0
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

' Ranges become their values; an argument that was left out becomes empty, or nothing at the end.
Private Function PlainValues(arguments As Variant) As Variant
    Dim values() As Variant, place As Long, last As Long
    last = LastGiven(arguments)
    If last < 0 Then
        PlainValues = Array()
        Exit Function
    End If
    ReDim values(last)
    For place = 0 To last
        If IsObject(arguments(place)) Then
            values(place) = CellValues(arguments(place))
        ElseIf Not IsError(arguments(place)) Then
            values(place) = arguments(place)
        End If
    Next
    PlainValues = values
End Function

Private Function LastGiven(arguments As Variant) As Long
    Dim place As Long
    LastGiven = -1
    ' IsObject first: IsError of a range takes milliseconds, a hundred times the rest of the call.
    For place = 0 To UBound(arguments)
        If IsObject(arguments(place)) Then
            LastGiven = place
        ElseIf Not IsError(arguments(place)) Then
            LastGiven = place
        End If
    Next
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
