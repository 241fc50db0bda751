Attribute VB_Name = "Ruban"
Sub RubanActualiser(control As IRibbonControl)
    Actualiser
End Sub

Sub RubanVerifier(control As IRibbonControl)
    Verifier
End Sub

Sub RubanPlanifier(control As IRibbonControl)
    Planifier
End Sub

Sub RubanProposerTechnicien(control As IRibbonControl)
    ProposerTechnicien
End Sub

Sub RubanFacturer(control As IRibbonControl)
    Facturer
End Sub

Sub RubanEmettreAvoir(control As IRibbonControl)
    EmettreAvoir
End Sub

Sub RubanPreparerPaie(control As IRibbonControl)
    PreparerPaie
End Sub

Sub RubanCopieProducteur(control As IRibbonControl)
    CopieProducteur
End Sub
