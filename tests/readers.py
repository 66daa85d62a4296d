"""How browsers of people introduce themselves, and what their requests carry beside."""

PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
BEACON = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin", "User-Agent": PERSON}
WENT = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "User-Agent": PERSON}
