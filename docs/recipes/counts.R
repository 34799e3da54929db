# How many initiatives each country has on each theme: a small table.
portal <- "https://solutions.example.org"

address <- paste0(portal, "/api/v1/initiatives/?group_by=country,theme&format=csv")
counts <- read.csv(address, fileEncoding = "UTF-8-BOM")

table <- xtabs(count ~ country_label + theme_label, counts)
countries <- head(unique(counts$country_label), 10) # the largest counts come first
themes <- head(unique(counts$theme_label), 5)
print(table[countries, themes])
