"""Everyday words of Italian that name no job and no skill: a text of nothing else is never linked by its letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from matcher.text.folding import fold_word, folded_set, word_set
from matcher.text.heads import is_head
from matcher.text.normalise import FUNCTION_WORDS, Token

__all__ = ["EVERYDAY", "EVERYDAY_FOLDED", "is_everyday", "tells_of_people"]

_KIN = word_set(
    """padre madre papa mamma genitore genitori figlio figlia figli figlie fratello sorella fratelli sorelle nonno
    nonna nonni zio zia zii cugino cugina nipote nipoti marito moglie coniuge suocero suocera genero nuora cognato
    cognata fidanzato fidanzata amico amica amici amiche compagno compagna gemelli gemello gemella famiglia orfano
    orfana vedovo vedova sposato sposata celibe nubile divorziato divorziata separato separata convivente single"""
)
_BESIDES = word_set(
    """ex diplomato diplomata laureato laureata laureando laureanda nato nata residente cittadino cittadina iscritto
    iscritta tesserato tesserata studente studentessa cresciuto cresciuta affetto affetta invalido invalida
    candidato candidata"""
)
_POSSESSIVES = word_set("mio mia miei mie tuo tua suo sua suoi nostro nostra")
_MINE = _POSSESSIVES | word_set("un una uno il la lo i le gli l")

EVERYDAY = _KIN | word_set(
    """abbastanza abbraccio accordo acqua adesso affetto affitto albergo albero alcuni alcuno allegato allegro allergia
    allora alto altra altre altri altro alunno amante amare amato amicizia amo amore anche ancora anello angelo
    anima anni anniversario anno antipatico anzi aperitivo aperto apparecchio appartamento appassionato appena
    appetito aprile arancia armadio arrivederci arrivo asciugamano ascolto asilo asma aspetto assegno assenza
    attacco attenzione attesa attimo auguri aumento autobus autostrada autunno avanti avere avuto avversario azzurro
    bacio bagaglio bagno balcone bambina bambine bambini bambino bandiera barba barca basta battesimo bella belle
    belli bello bene benessere benissimo bensi benzina bere bevanda bianca bianco biblioteca bicchiere bicicletta
    biglietto bimba bimbi bimbo bisogno bocca boh borsa bosco bottiglia braccio brava bravo breve brutta brutto buio
    buona buonasera buongiorno buono busta calcetto calcio caldo calma calze cambiamento camera cameretta camicia
    camino cammino campagna campione cancello cancro candela cane cani canzone capelli capito cappello cappotto
    carattere carcere cari cariche carina carino carissimo caro carta casa casalinga case caso cassapanca cassetto
    castello cattivo cattolica cattolico causa celiaca celiaco cena centro cervello che chi chiamo chiave chiesa
    chissa chiuso ciao cielo cima cinema cinquanta cinque cintura circa citta cittadina cittadino civile classe coda
    codice cognome colazione collega colleghi collina collo colore colpa colpo coltello come comodo compiere compiti
    compito compleanno comune concerto condanna condannato conoscere consiglio contanti contento contratto coperta
    coppia coraggio cordiali cordialmente corpo correre corso cortese cortile cosa cose cosi costo credo crisi
    cristiano croce cucciolo cugini cuore cura curriculum cuscino cv danno data davanti davvero debito debole dente
    denti dentro denuncia depressione depresso destra detenuto detto diabete diabetica diabetico dialisi dicembre
    dicono dieci dietro difetto difficile dignita dio diploma diplomata diplomato diritto disabile disabili
    disabilita disastro dispiace distanza distinti dito divano divertente divertimento divorzio doccia documento
    dodici dolce dolore dolori domanda domani domenica donna donne donnola dopo dopodomani doppio dormire dote
    dottrina dove dovere droga dubbio due dunque durata ebreo ecc eccetera eccetto ecco edicola effetto egregi
    egregia egregio elezioni emicrania emozione energia epatite epilessia epilettica epilettico ernia errore esame
    esempio esistere esperienza essere estate estero eta euro evento fame febbraio febbre fede fegato felice
    felicita ferie ferita fermata fermo ferragosto festa fiducia fila film finale finalmente fine finestra fino
    fiore fiori fisso fiume fobia foglia foglio fondo forchetta foresta forma forse forte fortuna forza foto fra
    freddo frutta fumare fumatore fumo fuoco fuori futuro gabinetto gamba gambe gara gas gatta gatti gatto genere
    gennaio gente gentile ghiaccio gia giacca giallo giardino ginocchio giocare gioco gioia giornale giornata giorni
    giorno giovane giovani giovanile giovedi giro giudizio giugno giustizia giusto goccia gola gomito gonna grado
    grande grasso gratis grave gravidanza grazie grigio grosso gruppo guaio guarire guerra gusto handicap idea
    ideale ieri imputato incidente incinta incontro indagato indirizzo infanzia infarto infermita inferno infine
    infortunio inoccupata inoccupato inoltre inoltro insieme interessi intero intervista interviste inutile invalida
    invalidita invalido invano inverno inviare invidia io ipertensione isola istante italia italiana italiano lago
    lampada lana largo lasciato laurea laureanda laureando laureata laureato lavorare lavoratore lavoratrice lavori
    lavoro legge leggere lei lenti lento lettera lettere letto libero liberta libri libro licenza licenziamento
    licenziata licenziato linea lingua litigio litro locale lontano lotta lotteria luce luglio lui luna lunedi lungo
    luogo lupo lusso maggio maglia maglione mai malata malati malato malattia male malgrado mamme mancanza mangiare
    mani mano marca marciapiede mare marocchina marocchino martedi marzo maschera maschio massima massimo matrimonio
    mattina mattino maturita medesimo media medicina medicine meglio mela memoria meno mensile mente mentre
    meraviglia mercoledi merenda mese mesi messa meta metodo metro mezzanotte mezzo mezzogiorno mi miei mila
    miliardo milione mille minuti minuto misura mondo moneta montagna monte morte morto mostra motivo moto motore
    multa muro musica musulmana musulmano mutuo nascita nascondere naso nata natale nato natura nave nazionale
    nazionalita nazione neanche nebbia necessario nemico nemmeno nero nessuna nessuno neve nido niente nipotina noi
    noia noioso nome nord normale nostalgia nota notizia notte nove novembre novita nozze nudo nulla numeri numero
    nuotare nuova nuovamente nuovo nuvola obbligo occasione occhi occhiali occhio odio odore offerta offesa oggi
    ogni ognuno ombra ombrello onda onesto onore opera operata operato opinione oppure ora orario ordine orecchio
    orgoglio origine orologio orto ospedale ospite osso ottimo otto ottobre ovest ovunque ovviamente pace padrone
    paese paga pagina paio palazzo palestra palla pallone panca pancia paninoteca pantaloni papa paradiso parco
    parecchio parente parenti parere parete parlare parola parole parroco parte partenza partire partita partito
    pasqua passaporto passato passeggiata passeggio passione passo pasti pasto paura pausa paziente pazienza pazzo
    peccati peccato pelle pena pendente penna pensare pensieri pensiero pensionanda pensionando pensionata
    pensionati pensionato pensione pentola per percettore percettrice perche perdita perdono pericolo periodo
    permesso pero persona persone peso pessimo petto pezzo piacciono piace piacere piacevole pianeta piano pianta
    pianto piatti piatto piazza piccola piccolo piede piedi pieno pietra pigiama pigro pioggia piscina piuttosto
    poco poesia poi polizza poltrona pomeriggio ponte popolo porta portafoglio porto posta posto povera povero
    pranzo praticante preferito prefetto preghiera premio presente prestito presto prezzo prigione prima primavera
    primo principe problema prossimo prova provincia prudenza psicofarmaci pubblico punto purche pure qua quaderno
    quadro qualche qualcosa qualcuno qualsiasi qualunque quando quanto quaranta quartiere quarto quasi quattro
    quello questa questione questo qui quindi quinto quota raccomandata radio ragazza ragazze ragazzi ragazzo
    ramadan rapporto reato recita reddito regalo regina regione regola religione religioso remoto reni residente
    residenza resto rete riccio ricco richiedente richiesta ricordo ridere riferimento rifugiata rifugiato
    rilassamento rinascita riposo riserva riso rispetto risposta risultato ritardo ritorno riva rivista roba romanzo
    rosa rosso rotto rumore sabato sabbia salario saldi saldo sale salute saluti saluto salve san sangue sano santa
    santo sbaglio scala scale scarpa scarpe scatola scelta schermo schiena sciopero sconto scopo scorso scuola
    scuole scusa scusi secolo seconda secondo sedia sedici segnale segno segreto seguito sei sempre sensazione senso
    sentenza sentimento sera serata serate seria serie serieta serio servizi sesso sete sette settembre settimana
    sguardo siamo sicuro sieropositiva sieropositivo signora signore signori signorina silenzio simile simpatia
    simpatico simpatizzante sindacati sindacato sinistra sinistro sito situazione smartphone soccorso sociale
    societa sogno solare soldi sole solitario solito solo soltanto sonno sono sopra sorda sordo sorpresa sorriso
    sorte sotto sottoscritta sottoscritto spalla spalle specchio speciale speranza spesa spesso spettabile spiaggia
    spirito spiritoso sposa sposo squadra stadio stagione stanca stanco stanza stato stazione stella stesso stile
    stipendi stipendio stomaco storia strada straniera straniero strano stretto studente studentessa studenti
    stupendo su subito successo sud sufficiente suono superiore svago sveglia sé tale tanto tardi tasca tasse tavola
    tavoli tavolo te temperatura tempo tenda tennis terra tessera testa testimone tetto tifo tifosa tifoso timido
    timore titolo togliere tondo tono topo torre torta torto tosse tossicodipendente totale traffico tram tramonto
    tranne tranquilla tranquillo trasloco trasporto trattativa tre tredici treno triste tristezza troppo tu tumore
    turismo tutta tutte tutti tutto uccello ucraina ucraino udienza ufo uguale ultimo umore undici unghie unica
    unico unione universo uno uomini uomo usanza uscire uscita uva vacanza vacanze vagone valigia valore vasto
    vecchia vecchio vedere vela veloce velocita vendetta venerdi venti vento ventre verde vergogna verita vero
    vestiti vestito via viaggi viaggiare viaggio vicenda vicina vicino vicoli videogioco vigilia villa vino viola
    violenza virtu visione visita viso vista vita vittima vittoria vivo voce voglia voi volentieri volevo volo
    volonta volta volte vorrei voto vuoto zaino zanzara zero zitto zona zoppo zucchero"""
)
"""Words of persons, time, body, home, belief and feeling, as written; a label that is one of them is still found."""

EVERYDAY_FOLDED = folded_set(" ".join(sorted(EVERYDAY)))
"""The same without gender and number: words that exist and are no slip of another."""


def is_everyday(tokens: Sequence[Token], of_trade: Callable[[str], object] = lambda word: False) -> bool:
    """Say whether a text is nothing but everyday words, names and numbers, with one everyday word at least.

    Parameters
    ----------
    tokens : sequence of Token
        Words of the text.
    of_trade : callable
        Says of a folded word whether it is of a trade: one of them, not being everyday, makes the text worth a look,
        as does the name of somebody at work.
    """
    words = [token.text for token in tokens if token.text not in FUNCTION_WORDS]
    others = [word for word in words if word not in EVERYDAY]
    return len(others) < len(words) and not any(of_trade(fold_word(word)) or is_head(word) for word in others)


def tells_of_people(tokens: Sequence[Token]) -> bool:
    """Say whether a text begins with a relative, or what somebody is besides work (*mio padre muratore*, *ex …*)."""
    opening = list(takewhile(lambda token: token.text in _MINE, tokens))
    first = next((token.text for token in tokens[len(opening) :]), "")
    return first in _KIN or first in _BESIDES or any(token.text in _POSSESSIVES for token in opening)
