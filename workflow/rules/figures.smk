rule figure:
    input:
        network=f"{RUN}/network.json",
        stores=figure_inputs,
        files=figure_files,
    output:
        f"{RUN}/figures/figure-{{number}}.png",
        f"{RUN}/figures/figure-{{number}}.json",
    log:
        f"{RUN}/logs/figures/{{number}}.log",
    benchmark:
        f"{RUN}/benchmarks/figures/{{number}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=480,
        gpu=GPUS,
    params:
        settings=figure_settings,
    message:
        "Figure {wildcards.number}"
    script:
        "../scripts/figure.py"


rule figures:
    input:
        [f"{RUN}/figures/figure-{number:02d}.json" for number in FIGURES],
    output:
        report(
            f"{RUN}/figures/index.html",
            caption="../report/figures.rst",
            category="Figures",
        ),
    log:
        f"{RUN}/logs/figures/page.log",
    benchmark:
        f"{RUN}/benchmarks/figures/page.tsv"
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        numbers=FIGURES,
    message:
        "Page of the figures"
    script:
        "../scripts/figures.py"
