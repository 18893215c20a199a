package dev.gatehouse.gateway.plan;

/** Tells the label of a host that names a region from one that is part of a domain name. */
final class Regions {
    private Regions() {}

    /** Whether a label looks like a region: {@code eu-west-1}, but not {@code localhost}. */
    static boolean named(String label) {
        return label.indexOf('-') > 0 && Character.isDigit(label.charAt(label.length() - 1));
    }
}
