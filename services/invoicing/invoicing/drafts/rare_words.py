"""What the findings say on parts of a draft that few invoices have, in the five languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "allowance.negative": {
        "sv": "Rabatten får inte vara negativ. Skriv den utan minustecken, eller lägg till den som en avgift.",
        "da": "Rabatten må ikke være negativ. Skriv den uden minustegn, eller tilføj den som et gebyr.",
        "nb": "Rabatten kan ikke være negativ. Skriv den uten minustegn, eller legg den til som et gebyr.",
        "fi": "Alennus ei voi olla negatiivinen. Kirjoita se ilman miinusmerkkiä tai lisää se veloituksena.",
        "en": "An allowance cannot be negative. Write it without a minus, or add it as a charge.",
    },
    "allowance.percent": {
        "sv": "Procentsatsen ska vara mer än 0 och högst 100.",
        "da": "Procentsatsen skal være over 0 og højst 100.",
        "nb": "Prosentsatsen må være over 0 og høyst 100.",
        "fi": "Prosentin on oltava yli 0 ja enintään 100.",
        "en": "The percentage must be above 0 and at most 100.",
    },
    "invoice.negative": {
        "sv": "Fakturan blir {payable} {currency}. Ett belopp under noll är en kreditfaktura: gör den till en sådan.",
        "da": "Fakturaen bliver {payable} {currency}. Et beløb under nul er en kreditnota: lav den som en sådan.",
        "nb": "Fakturaen blir {payable} {currency}. Et beløp under null er en kreditnota: lag den som det.",
        "fi": "Laskun summaksi tulee {payable} {currency}. Nollaa pienempi summa on hyvityslasku: tee siitä sellainen.",
        "en": "The invoice comes to {payable} {currency}. An amount below zero is a credit note: make it one.",
    },
    "item.gtin": {
        "sv": "{gtin} är inget GTIN: siffrorna stämmer inte med varandra. Kontrollera streckkoden.",
        "da": "{gtin} er ikke et GTIN: cifrene stemmer ikke overens. Kontrollér stregkoden.",
        "nb": "{gtin} er ikke et GTIN: sifrene stemmer ikke overens. Kontroller strekkoden.",
        "fi": "{gtin} ei ole GTIN: sen numerot eivät täsmää. Tarkista viivakoodi.",
        "en": "{gtin} is no GTIN: its digits do not check one another. Look at the bar code again.",
    },
    "account.currency": {
        "sv": "Ett {kind}konto tar bara emot SEK, och fakturan är i {currency}. Välj ett konto med IBAN och BIC.",
        "da": "En {kind}konto tager kun imod SEK, og fakturaen er i {currency}. Vælg en konto med IBAN og BIC.",
        "nb": "En {kind}konto tar bare imot SEK, og fakturaen er i {currency}. Velg en konto med IBAN og BIC.",
        "fi": "{kind}-tili ottaa vastaan vain SEK:iä, ja laskun valuutta on {currency}. Valitse tili, jolla on IBAN "
        "ja BIC.",
        "en": "A {kind} account takes SEK alone, and the invoice is in {currency}. Choose an account with IBAN and "
        "BIC.",
    },
    "payment-reference.kid": {
        "sv": "{reference} är inget KID: kontrollsiffran stämmer inte. Lämna fältet tomt, eller rätta det.",
        "da": "{reference} er ikke et KID: kontrolcifferet stemmer ikke. Lad feltet være tomt, eller ret det.",
        "nb": "{reference} er ikke et KID: kontrollsifferet stemmer ikke. La feltet stå tomt, eller rett det.",
        "fi": "{reference} ei ole KID: tarkistusnumero ei täsmää. Jätä kenttä tyhjäksi tai korjaa se.",
        "en": "{reference} is no KID: its check digit is wrong. Leave the field empty, or mend it.",
    },
    "payment-reference.viite": {
        "sv": "{reference} är inget finskt referensnummer: kontrollsiffran stämmer inte. Lämna fältet tomt, eller "
        "rätta det.",
        "da": "{reference} er ikke et finsk referencenummer: kontrolcifferet stemmer ikke. Lad feltet være tomt, "
        "eller ret det.",
        "nb": "{reference} er ikke et finsk referansenummer: kontrollsifferet stemmer ikke. La feltet stå tomt, "
        "eller rett det.",
        "fi": "{reference} ei ole viitenumero: tarkiste ei täsmää. Jätä kenttä tyhjäksi tai korjaa se.",
        "en": "{reference} is no Finnish reference number: its check digit is wrong. Leave the field empty, or mend "
        "it.",
    },
    "payment-reference.fik": {
        "sv": "{reference} är ingen betalningsrad. Skriv den som den trycks, med kreditornumret: "
        "+71<123456789012347+81234567<.",
        "da": "{reference} er ikke en betalingslinje. Skriv den, som den trykkes, med kreditornummeret: "
        "+71<123456789012347+81234567<.",
        "nb": "{reference} er ikke en betalingslinje. Skriv den som den trykkes, med kreditornummeret: "
        "+71<123456789012347+81234567<.",
        "fi": "{reference} ei ole maksurivi. Kirjoita se niin kuin se painetaan, velkojanumeron kanssa: "
        "+71<123456789012347+81234567<.",
        "en": "{reference} is no payment line. Write it as it is printed, with the creditor's number: "
        "+71<123456789012347+81234567<.",
    },
    "vat-currency.rate": {
        "sv": "Momsen ska stå också i {wanted}. Ange {wanted} som momsvaluta, med kursen och dagen för den.",
        "da": "Momsen skal også stå i {wanted}. Angiv {wanted} som momsvaluta, med kursen og dagen for den.",
        "nb": "Merverdiavgiften må også stå i {wanted}. Oppgi {wanted} som avgiftsvaluta, med kursen og dagen for den.",
        "fi": "Arvonlisävero on ilmoitettava myös valuutassa {wanted}. Anna se veron valuuttana sekä kurssi ja sen "
        "päivä.",
        "en": "The VAT must stand in {wanted} too. Give {wanted} as the VAT currency, with the rate and its day.",
    },
    "vat-rate.unknown": {
        "sv": "{rate} % var ingen momssats i {country} den {day}. Då gällde: {rates}.",
        "da": "{rate} % var ikke en momssats i {country} den {day}. Da gjaldt: {rates}.",
        "nb": "{rate} % var ingen avgiftssats i {country} den {day}. Da gjaldt: {rates}.",
        "fi": "{rate} % ei ollut verokanta maassa {country} {day}. Silloin voimassa: {rates}.",
        "en": "{rate} % was no VAT rate in {country} on {day}. These were: {rates}.",
    },
}
