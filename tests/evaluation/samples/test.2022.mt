Er "rief".
Er kam.
