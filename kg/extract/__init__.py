"""From documents to candidates: reads English, says who did what to whom, who says so and how firmly; it abstains rather than invents."""
