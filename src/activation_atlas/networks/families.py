"""Families of ImageNet's classes, for colouring plots: index ranges, the rest are objects."""

REST = "objects"
FAMILIES = {
    "fish": "0-6 389-397",
    "birds": "7-24 80-100 127-146",
    "amphibians": "25-32",
    "reptiles": "33-68",
    "spiders and insects": "70-79 300-326",
    "other invertebrates": "69 107-126 327-329",
    "dogs": "151-268",
    "cats": "281-293",
    "other mammals": "101-106 147-150 269-280 294-299 330-388",
    "vehicles": (
        "403-405 407 408 417 436 444 450 466 468 472 484 510 511 537 547 554 555 561 565 569 573"
        " 575 576 586 595 603 609 612 625 627 628 654 656 660 661 665 670 671 675 690 705 717 724"
        " 734 751 757 779 780 802 803 812 814 817 820 829 833 847 856 864 866 867 870 871 874 880"
        " 895 913 914"
    ),
    "buildings and places": (
        "415 421 424 425 437 442 449 454 460 467 483 489 497 498 500 509 525 536 538 540 562 580"
        " 582 624 634 649 663 668 682 698 706 716 718 727 743 762 788 819 821 825 832 839 853 858"
        " 860 863 865 873 884 888 900 912 915"
    ),
    "clothing": (
        "399 400 411 433 439 445 451 452 457 459 461 465 474 490 496 501 502 514 515 518 524 529"
        " 552 560 568 578 601 608 610 614 617 630 638 639 652 655 658 667 689 697 715 735 770 774"
        " 775 793 796 806 808 824 834 836 837 841 842 869 887 906"
    ),
    "musical instruments": (
        "401 402 420 432 486 494 513 541 542 546 558 566 577 579 593 594 641 642 683 684 687 699"
        " 776 822 875 881 889"
    ),
    "food": "924-957 959-969",
    "plants and fungi": "958 984-998",
    "landscapes": "970 972-980",
    "people": "981-983",
}


def imagenet_families() -> list[str]:
    """Return the family of each of ImageNet's thousand classes."""
    families = [REST] * 1000
    for family, ranges in FAMILIES.items():
        for part in ranges.split():
            first, _, last = part.partition("-")
            for index in range(int(first), int(last or first) + 1):
                families[index] = family
    return families
