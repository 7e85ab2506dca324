"""Begin: all tables of the first release.

Old code must run on the new schema for one release: expand first, contract a release later.
Sealed values are never touched here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("actie", sa.String(length=48), nullable=False),
        sa.Column("onderwerp", sa.String(length=80), nullable=False),
        sa.Column("items", sa.String(length=4000), nullable=False),
        sa.Column("uitkomst", sa.String(length=48), nullable=False),
        sa.Column("persoon", sa.String(length=36), nullable=False),
        sa.Column("namens", sa.String(length=80), nullable=False),
        sa.Column("herkomst", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=True),
        sa.Column("keten", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("nummer", name=op.f("uq_audit_nummer")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_onderwerp", ["onderwerp"], unique=False)
        batch_op.create_index("ix_audit_persoon", ["persoon", "moment"], unique=False)

    op.create_table(
        "bijlagen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("bij", sa.Uuid(), nullable=False),
        sa.Column("eis", sa.String(length=64), nullable=False),
        sa.Column("item", sa.Uuid(), nullable=False),
        sa.Column("deel", sa.Uuid(), nullable=False),
        sa.Column("sealed_bytes", sa.Integer(), nullable=False),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bijlagen")),
    )
    with op.batch_alter_table("bijlagen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bijlagen_bij"), ["bij"], unique=False)
        batch_op.create_index(batch_op.f("ix_bijlagen_subject"), ["subject"], unique=False)

    op.create_table(
        "organisaties",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("soort", sa.String(length=32), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organisaties")),
    )
    with op.batch_alter_table("organisaties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisaties_soort"), ["soort"], unique=False)

    op.create_table(
        "personen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personen")),
        sa.UniqueConstraint("account", name=op.f("uq_personen_account")),
    )
    op.create_table(
        "sealed_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=48), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_items")),
    )
    with op.batch_alter_table("sealed_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_items_subject"), ["subject"], unique=False)

    op.create_table(
        "signed_keys",
        sa.Column("recipient_kind", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("recipient_kind", "recipient", "epoch", name=op.f("pk_signed_keys")),
    )
    op.create_table(
        "uitgaand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=24), nullable=False),
        sa.Column("lading", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("niet_voor", sa.DateTime(), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("houder", sa.Uuid(), nullable=True),
        sa.Column("houdt_tot", sa.DateTime(), nullable=True),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.Column("gedaan", sa.DateTime(), nullable=True),
        sa.Column("fout", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uitgaand")),
    )
    with op.batch_alter_table("uitgaand", schema=None) as batch_op:
        batch_op.create_index("ix_uitgaand_wacht", ["status", "niet_voor"], unique=False)

    op.create_table(
        "concepten",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("eigenaar_soort", sa.String(length=16), nullable=False),
        sa.Column("eigenaar", sa.String(length=64), nullable=False),
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=True),
        sa.Column("actie", sa.String(length=64), nullable=False),
        sa.Column("item", sa.Uuid(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.Column("gewijzigd", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["persoon"], ["personen.id"], name=op.f("fk_concepten_persoon")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concepten")),
    )
    with op.batch_alter_table("concepten", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concepten_bericht"), ["bericht"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_concepten_eigenaar_soort_eigenaar_gewijzigd"),
            ["eigenaar_soort", "eigenaar", "gewijzigd"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_concepten_persoon"), ["persoon"], unique=False)

    op.create_table(
        "seals",
        sa.Column("item", sa.Uuid(), nullable=False),
        sa.Column("recipient_kind", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["sealed_items.id"], name=op.f("fk_seals_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item", "recipient_kind", "recipient", "epoch", name=op.f("pk_seals")),
    )
    with op.batch_alter_table("seals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seals_recipient_kind_recipient"), ["recipient_kind", "recipient"], unique=False
        )

    op.create_table(
        "sessies",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("namens_soort", sa.String(length=16), nullable=False),
        sa.Column("namens_code", sa.String(length=64), nullable=False),
        sa.Column("begonnen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("eindigt", sa.DateTime(), nullable=False),
        sa.Column("ingetrokken", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["persoon"], ["personen.id"], name=op.f("fk_sessies_persoon")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessies")),
        sa.UniqueConstraint("id", name=op.f("uq_sessies_id")),
    )
    with op.batch_alter_table("sessies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessies_eindigt"), ["eindigt"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessies_persoon"), ["persoon"], unique=False)

    op.create_table(
        "teams",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("organisatie", sa.String(length=64), nullable=False),
        sa.Column("soort", sa.String(length=32), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("regio", sa.String(length=64), nullable=False),
        sa.Column("gemeenten", sa.String(length=400), nullable=False),
        sa.Column("contact", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["organisatie"], ["organisaties.code"], name=op.f("fk_teams_organisatie")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_teams")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_organisatie"), ["organisatie"], unique=False)
        batch_op.create_index(batch_op.f("ix_teams_soort"), ["soort"], unique=False)

    op.create_table(
        "berichten",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.String(length=24), nullable=False),
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("regio", sa.String(length=64), nullable=False),
        sa.Column("formulierversie", sa.Integer(), nullable=False),
        sa.Column("afzender_soort", sa.String(length=16), nullable=False),
        sa.Column("afzender", sa.String(length=64), nullable=False),
        sa.Column("ingediend_door", sa.Uuid(), nullable=False),
        sa.Column("ingediend", sa.DateTime(), nullable=False),
        sa.Column("aankomst", sa.Date(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("routeregel", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("fase", sa.String(length=16), nullable=False),
        sa.Column("behandelaar", sa.Uuid(), nullable=True),
        sa.Column("urgent", sa.Date(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("opgenomen", sa.DateTime(), nullable=True),
        sa.Column("kwitantie", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["behandelaar"], ["personen.id"], name=op.f("fk_berichten_behandelaar")),
        sa.ForeignKeyConstraint(["ingediend_door"], ["personen.id"], name=op.f("fk_berichten_ingediend_door")),
        sa.ForeignKeyConstraint(["team"], ["teams.code"], name=op.f("fk_berichten_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berichten")),
        sa.UniqueConstraint("nummer", name=op.f("uq_berichten_nummer")),
    )
    with op.batch_alter_table("berichten", schema=None) as batch_op:
        batch_op.create_index(
            "ix_berichten_afzender", ["afzender_soort", "afzender", "fase", "ingediend", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_berichten_behandelaar"), ["behandelaar"], unique=False)
        batch_op.create_index(batch_op.f("ix_berichten_ingediend_door"), ["ingediend_door"], unique=False)
        batch_op.create_index(
            "ix_berichten_mapje", ["team", "mailbox", "fase", "urgent", "ingediend", "id"], unique=False
        )
        batch_op.create_index(
            "ix_berichten_mijn", ["team", "behandelaar", "fase", "urgent", "ingediend", "id"], unique=False
        )
        batch_op.create_index("ix_berichten_werkvoorraad", ["team", "fase", "urgent", "ingediend", "id"], unique=False)

    op.create_table(
        "lijstregels",
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("recipient_kind", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_lijstregels_bericht")),
        sa.PrimaryKeyConstraint("bericht", "recipient_kind", "recipient", name=op.f("pk_lijstregels")),
    )
    op.create_table(
        "ontvangers",
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("deel", sa.String(length=32), nullable=False),
        sa.Column("regel", sa.String(length=64), nullable=False),
        sa.Column("vanaf", sa.DateTime(), nullable=False),
        sa.Column("tot", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_ontvangers_bericht")),
        sa.ForeignKeyConstraint(["team"], ["teams.code"], name=op.f("fk_ontvangers_team")),
        sa.PrimaryKeyConstraint("bericht", "team", name=op.f("pk_ontvangers")),
    )
    with op.batch_alter_table("ontvangers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ontvangers_team"), ["team"], unique=False)

    op.create_table(
        "overgangen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("actie", sa.String(length=32), nullable=False),
        sa.Column("van", sa.String(length=32), nullable=False),
        sa.Column("naar", sa.String(length=32), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=True),
        sa.Column("namens_soort", sa.String(length=16), nullable=False),
        sa.Column("namens", sa.String(length=64), nullable=False),
        sa.Column("naar_team", sa.String(length=64), nullable=True),
        sa.Column("dag", sa.Date(), nullable=True),
        sa.Column("item", sa.Uuid(), nullable=True),
        sa.Column("sleutel", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_overgangen_bericht")),
        sa.ForeignKeyConstraint(["door"], ["personen.id"], name=op.f("fk_overgangen_door")),
        sa.ForeignKeyConstraint(["naar_team"], ["teams.code"], name=op.f("fk_overgangen_naar_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overgangen")),
        sa.UniqueConstraint("sleutel", name=op.f("uq_overgangen_sleutel")),
    )
    with op.batch_alter_table("overgangen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overgangen_bericht_volgnummer"), ["bericht", "volgnummer"], unique=True)
        batch_op.create_index(batch_op.f("ix_overgangen_door"), ["door"], unique=False)
        batch_op.create_index(batch_op.f("ix_overgangen_naar_team"), ["naar_team"], unique=False)

    op.create_table(
        "termijnen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("titel", sa.String(length=200), nullable=False),
        sa.Column("eigenaar", sa.String(length=32), nullable=False),
        sa.Column("karakter", sa.String(length=16), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("geeindigd", sa.DateTime(), nullable=True),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("bron", sa.String(length=200), nullable=False),
        sa.Column("gemeld", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_termijnen_bericht")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termijnen")),
    )
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_termijnen_bericht"), ["bericht"], unique=False)
        batch_op.create_index("ix_termijnen_lopend", ["status", "datum", "id"], unique=False)

    op.create_table(
        "zoektermen",
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("recipient_kind", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("soort", sa.String(length=24), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("term", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_zoektermen_bericht")),
        sa.PrimaryKeyConstraint("bericht", "recipient_kind", "recipient", "soort", name=op.f("pk_zoektermen")),
    )
    with op.batch_alter_table("zoektermen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_zoektermen_recipient_kind_recipient_soort_term"),
            ["recipient_kind", "recipient", "soort", "term"],
            unique=False,
        )

    op.create_table(
        "taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("overgang", sa.Uuid(), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("rol", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("titel", sa.String(length=200), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("bron", sa.String(length=200), nullable=False),
        sa.Column("na", sa.String(length=400), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("verzonden", sa.Date(), nullable=True),
        sa.Column("gedaan", sa.DateTime(), nullable=True),
        sa.Column("gedaan_door", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_taken_bericht")),
        sa.ForeignKeyConstraint(["gedaan_door"], ["personen.id"], name=op.f("fk_taken_gedaan_door")),
        sa.ForeignKeyConstraint(["overgang"], ["overgangen.id"], name=op.f("fk_taken_overgang")),
        sa.ForeignKeyConstraint(["team"], ["teams.code"], name=op.f("fk_taken_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken")),
    )
    with op.batch_alter_table("taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_bericht"), ["bericht"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_gedaan_door"), ["gedaan_door"], unique=False)
        batch_op.create_index("ix_taken_open", ["team", "status", "uiterlijk", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_overgang"), ["overgang"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_overgang"))
        batch_op.drop_index("ix_taken_open")
        batch_op.drop_index(batch_op.f("ix_taken_gedaan_door"))
        batch_op.drop_index(batch_op.f("ix_taken_bericht"))

    op.drop_table("taken")
    with op.batch_alter_table("zoektermen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zoektermen_recipient_kind_recipient_soort_term"))

    op.drop_table("zoektermen")
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.drop_index("ix_termijnen_lopend")
        batch_op.drop_index(batch_op.f("ix_termijnen_bericht"))

    op.drop_table("termijnen")
    with op.batch_alter_table("overgangen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_overgangen_naar_team"))
        batch_op.drop_index(batch_op.f("ix_overgangen_door"))
        batch_op.drop_index(batch_op.f("ix_overgangen_bericht_volgnummer"))

    op.drop_table("overgangen")
    with op.batch_alter_table("ontvangers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ontvangers_team"))

    op.drop_table("ontvangers")
    op.drop_table("lijstregels")
    with op.batch_alter_table("berichten", schema=None) as batch_op:
        batch_op.drop_index("ix_berichten_werkvoorraad")
        batch_op.drop_index("ix_berichten_mijn")
        batch_op.drop_index("ix_berichten_mapje")
        batch_op.drop_index(batch_op.f("ix_berichten_ingediend_door"))
        batch_op.drop_index(batch_op.f("ix_berichten_behandelaar"))
        batch_op.drop_index("ix_berichten_afzender")

    op.drop_table("berichten")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_soort"))
        batch_op.drop_index(batch_op.f("ix_teams_organisatie"))

    op.drop_table("teams")
    with op.batch_alter_table("sessies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessies_persoon"))
        batch_op.drop_index(batch_op.f("ix_sessies_eindigt"))

    op.drop_table("sessies")
    with op.batch_alter_table("seals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seals_recipient_kind_recipient"))

    op.drop_table("seals")
    with op.batch_alter_table("concepten", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concepten_persoon"))
        batch_op.drop_index(batch_op.f("ix_concepten_eigenaar_soort_eigenaar_gewijzigd"))
        batch_op.drop_index(batch_op.f("ix_concepten_bericht"))

    op.drop_table("concepten")
    with op.batch_alter_table("uitgaand", schema=None) as batch_op:
        batch_op.drop_index("ix_uitgaand_wacht")

    op.drop_table("uitgaand")
    op.drop_table("signed_keys")
    with op.batch_alter_table("sealed_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_items_subject"))

    op.drop_table("sealed_items")
    op.drop_table("personen")
    with op.batch_alter_table("organisaties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisaties_soort"))

    op.drop_table("organisaties")
    with op.batch_alter_table("bijlagen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bijlagen_subject"))
        batch_op.drop_index(batch_op.f("ix_bijlagen_bij"))

    op.drop_table("bijlagen")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_persoon")
        batch_op.drop_index("ix_audit_onderwerp")

    op.drop_table("audit")
