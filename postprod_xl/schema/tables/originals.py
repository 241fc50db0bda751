"""What each issued document printed, kept so that its file can be made again byte for byte."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, integer, text

ORIGINALS = Table(
    "Originaux",
    "Originaux",
    TableKind.LEDGER,
    "Ce qu'imprimait chaque document émis, pour en refaire le fichier à l'identique. Onglet masqué, tenu par le programme : n'y changez rien.",
    (
        text("document", "Document", "Numéro du document émis, ou marque d'une partie que plusieurs ont en commun : identités, mentions, présentation.", role=COMPUTED),
        integer("rank", "Rang", "Ordre du morceau dans son contenu, à partir de 1.", role=COMPUTED, bounds=(1, 1_000_000)),
        text("content", "Contenu", "Ce que le document imprimait, en JSON.", role=COMPUTED),
        integer("size_bytes", "Octets", "Taille du fichier émis.", role=COMPUTED, bounds=(0, 10**9)),
        text("ledger_seal", "Registre", "Marque de sa ligne de Factures et de celles de Lignes de facture : modifiées à la main, elles ne la portent plus.", role=COMPUTED),
        text("seal", "Contrôle", "Marque du programme : une ligne modifiée à la main ne la porte plus, et n'est plus crue.", role=COMPUTED),
    ),
    since="0.6",
    is_hidden=True,
)  # fmt: skip
