"""The words that seeded texts are made of."""

ADJECTIVES = (
    *("amber", "brisk", "calm", "central", "coastal", "cold", "compact", "deep", "eastern", "even", "fast", "first"),
    *("gentle", "golden", "grand", "green", "heavy", "high", "inner", "large", "light", "long", "lower", "main"),
    *("narrow", "new", "northern", "old", "outer", "plain", "quiet", "red", "remote", "rough", "round", "second"),
    *("short", "silent", "silver", "slow", "small", "smooth", "southern", "spare", "steady", "steep", "strong"),
    *("tall", "thin", "third", "upper", "warm", "western", "white", "wide", "young"),
)
NOUNS = (
    *("anchor", "arch", "basin", "beam", "bell", "bolt", "bridge", "cable", "channel", "crane", "dock", "drum"),
    *("engine", "fan", "field", "filter", "forge", "frame", "gate", "gear", "harbour", "hull", "kiln", "ladder"),
    *("lamp", "lever", "line", "mast", "meadow", "mill", "motor", "orchard", "panel", "pipe", "pump", "quarry"),
    *("rail", "ridge", "river", "rotor", "shaft", "shelf", "spring", "stone", "tank", "tower", "valve", "wheel"),
)
FIRST_NAMES = (
    *("Ada", "Amir", "Ane", "Bo", "Carla", "Chen", "Dina", "Elias", "Eva", "Farid", "Greta", "Hana", "Idris", "Ines"),
    *("Jonas", "Kari", "Kofi", "Lena", "Leo", "Maja", "Mateo", "Mei", "Nils", "Nora", "Omar", "Petra", "Ravi"),
    *("Rosa", "Sami", "Sofia", "Tariq", "Tove", "Uma", "Viktor", "Yara", "Zoe"),
)
LAST_NAMES = (
    *("Adeyemi", "Almeida", "Berg", "Bianchi", "Castro", "Dahl", "Dubois", "Eriksen", "Fischer", "Garcia", "Hansen"),
    *("Haugen", "Ito", "Jansen", "Kaya", "Kowalski", "Kumar", "Larsen", "Lind", "Meyer", "Moreau", "Nguyen", "Novak"),
    *("Okafor", "Olsen", "Park", "Rossi", "Sato", "Silva", "Solberg", "Tanaka", "Vega", "Wang", "Weber"),
)
COMPANIES = (
    *("Alder Works", "Blue Fjord Systems", "Copperline", "Delta Forge", "Eastgate Machines", "Fernhill", "Granite Bay"),
    *("Harbour & Lane", "Ironwood", "Juniper Controls", "Kestrel Drives", "Lowland Pumps", "Meridian Valves"),
    *("Northlight", "Oakfield Instruments", "Pinewood Electric", "Quayside", "Redstone Tools", "Silverbrook"),
)
PLACES = (
    *("Ashford", "Birch Point", "Cedar Bay", "Dunes", "East Quay", "Fairhaven", "Greenfield", "Hillside", "Inlet"),
    *("Kingsport", "Lakeside", "Marsh End", "North Yard", "Oldtown", "Port West", "Riverside", "Southgate"),
)
COUNTRIES = ("Brazil", "Canada", "France", "Germany", "India", "Italy", "Japan", "Kenya", "Norway", "Spain", "Vietnam")
STREETS = ("Bridge Street", "Church Lane", "Dock Road", "Harbour Street", "Mill Lane", "Park Road", "Station Road")
STATES = ("active", "closed", "draft", "open", "paused", "planned", "released", "retired")
KINDS = ("basic", "combined", "electrical", "general", "hydraulic", "mechanical", "optical", "pneumatic", "special")
COLOURS = ("black", "blue", "brown", "green", "grey", "orange", "red", "white", "yellow")
VERBS = ("checked", "cleaned", "delivered", "inspected", "installed", "measured", "moved", "painted", "replaced")
TIMES = ("after the summer", "before the winter", "every spring", "in the first week", "last autumn", "twice a year")
FILE_TYPES = ("csv", "jpg", "json", "pdf", "txt")
MIME_TYPES = ("application/json", "application/pdf", "image/jpeg", "text/csv", "text/plain")
LANGUAGES = ("de", "en", "es", "fr", "ja", "no", "pt")
CURRENCIES = ("BRL", "EUR", "GBP", "JPY", "NOK", "USD")
TIME_ZONES = ("America/Sao_Paulo", "Asia/Tokyo", "Europe/Berlin", "Europe/Oslo", "UTC")
UNITS = ("bar", "degC", "kg", "kW", "m", "m3/h", "mm", "rpm", "V")
