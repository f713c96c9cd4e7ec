Es regnen morgen heute
Es schneit .
Er kam .
