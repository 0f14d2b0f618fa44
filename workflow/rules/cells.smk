for name in SETTINGS.maps:

    rule:
        name:
            f"cells_{name}"
        input:
            layout=f"{RUN}/layout/{{layer}}/{name}.json",
            index=f"{RUN}/samples/{{layer}}/index.json",
        output:
            expand(
                f"{RUN}/cells/{{layer}}/{name}/{{side}}.json",
                side=sides(name),
                allow_missing=True,
            ),
        log:
            f"{RUN}/logs/cells/{{layer}}/{name}.log",
        benchmark:
            f"{RUN}/benchmarks/cells/{{layer}}/{name}.tsv"
        threads: 4
        resources:
            mem_mb=lambda wildcards, attempt: 8000 * attempt,
            runtime=480,
            gpu=0,
        params:
            settings=only(SETTINGS.maps[name], "metric", "sides", "minimum")
            | only(SETTINGS.cells, "exemplars")
            | {"map": name},
        message:
            "Cells of {wildcards.layer}, {params.settings[map]}"
        script:
            "../scripts/cells.py"


rule exemplars:
    input:
        cells=f"{RUN}/cells/{{layer}}/{{map}}/{{side}}.json",
        index=f"{RUN}/samples/{{layer}}/index.json",
        catalogue=f"{RUN}/images/catalogue.json",
        network=f"{RUN}/network.json",
    output:
        f"{RUN}/exemplars/{{layer}}/{{map}}/{{side}}.json",
    log:
        f"{RUN}/logs/exemplars/{{layer}}/{{map}}/{{side}}.log",
    benchmark:
        f"{RUN}/benchmarks/exemplars/{{layer}}/{{map}}/{{side}}.tsv"
    threads: 2
    resources:
        mem_mb=lambda wildcards, attempt: 4000 * attempt,
        runtime=480,
        gpu=0,
    params:
        settings=only(SETTINGS, "cells") | only(SETTINGS.stores, "cells"),
    message:
        "Exemplars of {wildcards.layer}, {wildcards.map}, {wildcards.side} cells a side"
    script:
        "../scripts/exemplars.py"
