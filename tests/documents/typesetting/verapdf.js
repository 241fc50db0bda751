// What veraPDF finds in each PDF given, by standard: one JSON object a line. Run by the Rhino that its jar holds.
var V = Packages.org.verapdf;
V.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = V.pdfa.Foundries.defaultInstance();
var standards = [V.pdfa.flavours.PDFAFlavour.PDFA_3_A, V.pdfa.flavours.PDFAFlavour.PDFUA_1];
for (var i = 0; i < arguments.length; i++) {
  for (var s = 0; s < standards.length; s++) {
    var parser = foundry.createParser(new java.io.File(arguments[i]), standards[s]);
    var found = foundry.createValidator(standards[s], false).validate(parser);
    var faults = found.getTestAssertions().toArray().map(function (each) {
      return each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber() + " " + each.getMessage();
    });
    parser.close();
    print(JSON.stringify({ file: arguments[i], standard: String(standards[s]), passes: Boolean(found.isCompliant()), faults: faults }));
  }
}
