rule class_pictures:
    input:
        unpack(inputs("class_pictures")),
    output:
        outputs("class_pictures"),
    log:
        log_of("class_pictures"),
    benchmark:
        times_of("class_pictures")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=480,
        gpu=GPUS,
    params:
        stage=decided_by("class_pictures"),
    message:
        "Class pictures by {wildcards.recipe}"
    script:
        "../scripts/stage.py"


rule classes:
    input:
        unpack(inputs("classes")),
    output:
        outputs("classes")[0],
        report(
            outputs("classes")[1],
            caption="../report/classes.rst",
            category="Classes",
        ),
    log:
        log_of("classes"),
    benchmark:
        times_of("classes")
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        stage=decided_by("classes"),
    message:
        "Sheet of class pictures"
    script:
        "../scripts/stage.py"
