"""Nothing forgotten: the steps of clocks, who is told what and when, what runs out, who stands in."""
