# The workflow lies in workflow/; from here it is found whichever way Snakemake is called.


include: "workflow/Snakefile"


rule all:
    default_target: True
    input:
        rules.atlas.input,
