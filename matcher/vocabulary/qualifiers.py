"""What a job title says besides the job: circumstances that make no other job of it, and whom it asks for."""

from __future__ import annotations

import re

from matcher.text.folding import folded_set

__all__ = ["ANIMALS", "AROUND", "WORKERS"]

#: Where, when and how long a job is done, in which language, by whom: what makes no other job of it.
AROUND = folded_set(
    """sede filiale stabilimento azienda ditta societa cliente impresa negozio ristorante pizzeria hotel albergo
    struttura cantiere ufficio zona provincia stagione sostituzione periodo nuovo nostro proprio importante
    punto vendita locale centro nazionale libero professionista iva cat categoria liv livello stagionale
    stellato turnista trasfertista trasferta notturno diurno serale mattutino pomeridiano turno notte giorno
    mattina pomeriggio sera festivo domenica weekend week end part full time tempo pieno parziale orario
    continuato spezzato ciclo continuo estate inverno primavera autunno estivo invernale natalizio gennaio
    febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lingua inglese
    francese tedesco spagnolo russo cinese arabo portoghese madrelingua fluente rsa cra rsd gdo agriturismo
    villaggio residence campeggio stella supermercato scuola paritario privato casa riposo clinica ospedale
    ambulatorio residenza studio professionale conto terzi primo impiego esperto esperienza referenziato
    automunito patentato vitto alloggio subito apertura famiglia contratto determinato indeterminato domicilio
    mezzo auto mare montagna lago fisso laboratorio artigianale officina plurimarche panificio
    lavanderia industriale pensione comunita minore antiviolenza italia estero patentino fgas haccp dentistico"""
)
#: Whoever works for these is of another trade: *parrucchiere per cani*.
ANIMALS = folded_set("cane gatto cavallo animale animali bestiame")
#: Whom an advertisement asks for before it says what they work at (*Braccianti stagionali per raccolta pomodori*).
WORKERS = re.compile(
    r"\A(?:(?:operai[oae]?|bracciant[ei]|personale|lavorator[ei]|lavoratric[ei]|addett[oaie]|figur[ae]|risors[ae])\s+"
    r"(?:(?:stagional[ei]|agricol[oaie]|generic[oaie]|qualificat[oaie]|divers[ie])\s+)*)+(?:(?:per|a|in|al|alla|alle|ai|da)\s+)?(?:la\s+|le\s+)?",
    re.IGNORECASE,
)
