"""Making what ships: word lists now, the span model later. A door: nothing imports it."""
