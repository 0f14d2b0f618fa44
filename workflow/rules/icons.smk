rule icons:
    input:
        cells=f"{RUN}/cells/{{layer}}/{{map}}/{{side}}.json",
        network=f"{RUN}/network.json",
        moments=moments,
        coarser=coarser_icons,
    output:
        f"{RUN}/icons/{{layer}}/{{map}}/{{side}}/parts/{{part}}.json",
    log:
        f"{RUN}/logs/icons/{{layer}}/{{map}}/{{side}}/{{part}}.log",
    benchmark:
        f"{RUN}/benchmarks/icons/{{layer}}/{{map}}/{{side}}/{{part}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=1440,
        gpu=GPUS,
    params:
        settings=only(SETTINGS, "seed", "network", "icons", "stores")
        | {"parts": SETTINGS.parts.icons, "dtype": SETTINGS.device.dtype},
    message:
        "Icons of {wildcards.layer}, {wildcards.map}, {wildcards.side} cells a side,"
        " part {wildcards.part} of {params.settings[parts]}"
    script:
        "../scripts/icons.py"
