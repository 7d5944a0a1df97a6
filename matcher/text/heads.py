"""Which words name a person at work (``cuoco``, ``saldatrice``, ``developer``): the heads of job titles."""

from __future__ import annotations

import re

from matcher.text.folding import fold_word, folded_set

__all__ = ["is_generic_head", "is_head"]

_AGENT = re.compile(
    r"(?:[atuis]tor\*|ttor\*|[inerdo]tor\*|[is]sor\*|ndor\*|[a-z]{2}ier\*|[a-z]{2}(?:ist|ant|ent|iol|iatr|iuol)\*"
    r"|[a-z]{3}a\*|terapeut\*|tecnic\*|log\*|graf\*|[a-z]{2}ar\*|[a-z]{3}(?:er|or|man|person|ist))\Z"
)


_HEADS = folded_set(
    """accountant addetto affittacamere agent agente aide aiuto allievo analyst architect architetto artigiano artist
    asa asm aso assistant ata attendant avvocato baby babysitter badante bagnino ballerino barista barlady
    barmaid barman bidello bosun bracciante buttafuori buyer cameraman capitano capo capocantiere caporeparto
    caposala caposquadra capoturno ceo cfo chauffeur chef chemist chirurgo cio clerk coach colf commercialista
    commesso commis conducente console consultant contabile contadino controller cook
    copywriter crew cto cuoco custode dba deckhand deputato dg diplomatico dirigente dj docente domestico
    donna dsga elettrauto engineer escavatorista esperto executive fabbro facchino factotum
    figurante fisico fonico fotografo funzionario geometra giardiniere giornalista giudice governante groom
    guardia guardiano guida hand handyman host hostess idraulico impiegato incaricato ingegnere insegnante
    intern interprete jolly lavapiatti lavavetri legale maestro maitre manager manovale maschera massaggiatore
    mastro matematico meccanico medico metronotte ministro modello mozzo musicista necroforo nostromo notaio
    nurse oculista officer operaio operative operator orafo ortolano osa oss oste ostetrica ottico perito
    personale pilota pittore podologo pony portabagagli portalettere portapacchi postino prefetto preside
    professional professionista psicologo receptionist recruiter referente regista representative responsabile
    rider rls rspp runner salesperson sarto scientist segretario sguattero sindaco socio soldato sommelier
    spazzino specialist steward stilista store-manager strategist stylist supervisor tagliaboschi taglialegna
    tata technician technologist tecnico tecnologo tester therapist titolare trainee trainer tutor tuttofare
    ufficiale uomo usciere veterinario vetraio vice vigile volontario worker writer"""
)
_NOT_HEADS = folded_set(
    """abbigliamento acquisti alberghiero alimentare alimenti alter ambiente apparecchio appartamento aria ascensore
    ascensori aspiratore assicurativo assortimenti attento aumento autocarro aziendale bancari bancario bar
    barriera brillante calcolatore campionario cantante cantiere carburante carburanti caricatore carrelli
    carrello carriera cellulare center client cliente clienti compressore computer condizionatore container
    contanti contatore corrente customer denti distante documenti documento domiciliare edilizia elementare
    elemento elettromeccanico elettrotecnico elevatore energia error errore escavatore estero eventi evidente
    familiare farmaceutico fattore ferroviario filtro finanziamenti finanziario formulario frontiera
    frullatore gare generatore global idrotermosanitario immobiliare impianti impianto
    importante inter interior inventario investimenti junior laboratorio lavorare lavori lavoro legatore lista
    lubrificante macchinari major manifatturiero mare master mente mercantile metalmeccanico
    militare militari miniera minor mista misto momento monetario motore motori motoriduttore necessario
    number odontoiatria oleodinamico orario order ospedaliero over pagamenti paper parlare patente pavimenti
    pavimento pesante pezzi pianta piante pista poster power preparare presente privato proprietario provvista
    quantitativo quartiere radiatore recente reparto restante riduttore ristorante rivestimenti rivista router
    salumiera sanitario scaffalare scolare scooter segmento seminario senior sensore serramenti server
    settimanale settore settori software solidale straordinario strumento sufficiente super tanta
    termosanitario territorio trasformatore trasporti trattamenti trattore tributario under universitario user
    vacante valore ventilatore vista volante volontariato"""
)
_GENERIC = folded_set(
    """addetto aiuto apprendista assistente ausiliario barlady barmaid barman capo collaboratore consulente
    coordinatore docente funzionario hostess impiegato incaricato ingegnere insegnante installatore manager
    manutentore montatore operaio operatore perito personale referente responsabile specialist specialista
    steward tecnico"""
)


def is_head(word: str) -> bool:
    """Say whether a word, as ``tokenise`` gives it, names a person at work."""
    folded = fold_word(word)
    if folded in _HEADS:
        return True
    if word.endswith("mente"):
        return False
    return folded not in _NOT_HEADS and len(word) > 4 and bool(_AGENT.search(folded))


def is_generic_head(word: str) -> bool:
    """Say whether a head means little without what follows it (``addetto``, ``operatrice``, ``tecnico``)."""
    return fold_word(word) in _GENERIC
