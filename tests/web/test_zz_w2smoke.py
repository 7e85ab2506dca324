from tests.bezoeker import page_text
def test_x(portal):
    wie = portal.huis.gebruiker("indiener")
    b = portal.huis.bericht(wie)
    for account, paths in {"consulent": ["/werkvoorraad", f"/berichten/{b}", f"/berichten/{b}/doen/oppakken", f"/berichten/{b}/doen/vraag-stellen",f"/berichten/{b}/doen/doorsturen","/taken","/zoeken","/overzicht"], "indiener":[f"/berichten/{b}","/zoeken"], "beheerder":["/beheer","/beheer/mailboxen/verzoek-overdracht-toewijzing"],"organisatiebeheerder":["/organisatie"],"beleid":["/overzicht"]}.items():
        k = portal.bezoek(account)
        for p in paths:
            r = k.get(p)
            print("=====", account, p, r.status_code); print(page_text(r)[:3000])
    assert 0
