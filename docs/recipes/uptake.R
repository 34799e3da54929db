# Who took up what from whom since 2010, with the source of each: a data frame.
portal <- "https://solutions.example.org"

address <- paste0(portal, "/replications.csv?uptake=taken-up&year_from=2010")
uptake <- read.csv(address, fileEncoding = "UTF-8-BOM")

cat(nrow(uptake), "replications\n")
print(head(uptake[c("year", "from_country", "to_country", "initiative", "source_url")], 10))
