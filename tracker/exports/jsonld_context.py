"""The words of the JSON-LD export: each key with the IRI that it stands for. The export carries them.

There is no `@vocab`: a key that has no IRI here would be dropped by a reader, and a test finds it.
"""

from typing import Any

_SCHEMA = (
    *("name", "description", "identifier", "url", "inLanguage", "datePublished", "dateCreated", "text", "sha256"),
    *("author", "publisher", "encoding", "appearance", "jobTitle", "claimReviewed", "itemReviewed", "reviewRating"),
    *("reviewAspect", "ratingValue", "bestRating", "worstRating", "comment", "hasPart", "termCode", "propertyID"),
    *("inDefinedTermSet", "value", "additionalProperty", "legislationIdentifier", "version"),
    *(
        "startDate",
        "about",
        "observationDate",
        "observationAbout",
        "unitText",
        "variableMeasured",
        "position",
        "member",
    ),
)
_PROV = ("wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith", "wasDerivedFrom", "used", "endedAtTime")
_OURS = (
    *("mark", "notice", "edition", "kind", "asOf", "knownAt", "publicAt", "rules", "dataDigest", "logHead", "approval"),
    *("ended", "grade", "reviewState", "unprintedDissents", "revision", "event", "citedAs", "citationCheck", "origin"),
    *("relay", "reply", "asked", "citation", "source", "locator", "quotation", "translation", "translator", "withheld"),
    *("state", "obligation", "outcome", "assurance", "due", "also", "reason", "rule", "sentence", "claim", "setAside"),
    *("why", "determination", "standing", "first", "last", "proposedBy", "proposedAt", "approvedBy", "approvedAt"),
    *("countedClaims", "independentOrigins", "ownWord", "force", "test", "effective", "paragraph", "regime", "scope"),
    *("before", "judged", "hasPassed", "difference", "named", "row"),
)
_LINKS = (
    *("appearance", "encoding", "itemReviewed", "hasPart", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith"),
    *("wasDerivedFrom", "used", "source", "state", "obligation", "claim", "reply", "about", "observationAbout"),
)
_TYPED = {
    **dict.fromkeys(("asOf", "publicAt", "due", "first", "last", "effective", "startDate"), "xsd:date"),
    "observationDate": "xsd:date",
    **dict.fromkeys(("knownAt", "endedAtTime", "proposedAt", "approvedAt"), "xsd:dateTime"),
    **dict.fromkeys(_LINKS, "@id"),
}


def _term(iri: str, name: str) -> Any:
    return {"@id": iri, "@type": _TYPED[name]} if name in _TYPED else iri


CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "tracker": "urn:tracker:terms#",
    **{name: _term(f"schema:{name}", name) for name in _SCHEMA},
    **{name: _term(f"prov:{name}", name) for name in _PROV},
    **{name: _term(f"tracker:{name}", name) for name in _OURS},
}
"""The inline context."""
