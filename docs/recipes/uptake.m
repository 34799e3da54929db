let
    Source = Csv.Document(
        Web.Contents("https://solutions.example.org/replications.csv?uptake=taken-up&year_from=2010"),
        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
    ),
    Replications = Table.PromoteHeaders(Source)
in
    Replications
