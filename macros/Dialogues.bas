Attribute VB_Name = "Dialogues"
Function Demander(question As String, titre As String, proposition As String) As String
    Demander = InputBox(question, titre, proposition)
End Function
