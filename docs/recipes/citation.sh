# How to cite a record, for reference managers: put cite.bib, cite.ris or cite.json behind its address.
portal=https://solutions.example.org

curl --fail --silent --show-error "$portal/initiatives/ciudad-mujer/cite.bib"
