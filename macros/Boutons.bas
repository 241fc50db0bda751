Attribute VB_Name = "Boutons"
Sub Actualiser()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('refresh')"
End Sub

Sub Verifier()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('check')"
End Sub

Sub Planifier()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('plan')"
End Sub

Sub ProposerTechnicien()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('candidates')"
End Sub

Sub Facturer()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('invoice')"
End Sub

Sub EmettreAvoir()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('invoice', 'credit')"
End Sub

Sub PreparerPaie()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('payroll')"
End Sub

Sub CopieProducteur()
    RunPython "import postprod_xl.hosts.buttons as b; b.press('share')"
End Sub
