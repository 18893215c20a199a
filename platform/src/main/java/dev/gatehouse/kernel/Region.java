package dev.gatehouse.kernel;

import java.util.Optional;

/** The name of an AWS region, such as {@code eu-west-1}. */
public record Region(String name) {
    /** The region of a node that was not told another. */
    public static final Region DEFAULT = new Region("us-east-1");

    public Region {
        if (!isWellFormed(name)) {
            throw new IllegalArgumentException("not the name of an AWS region: " + name);
        }
    }

    /** Reads a region's name, such as that in an ARN; empty when it is not one. */
    public static Optional<Region> parse(String name) {
        return isWellFormed(name) ? Optional.of(new Region(name)) : Optional.empty();
    }

    /**
     * Two to four letters, up to three words of two to twelve, a number of up to two digits, with
     * hyphens between them. By hand: regions are made of ARNs in every invocation.
     */
    private static boolean isWellFormed(String name) {
        int end = endOf(name, 0, 'a', 'z');
        boolean formed = end >= 2 && end <= 4;
        int words = 0;
        int next = endOf(name, end + 1, 'a', 'z');
        while (next > end + 1) {
            int letters = next - end - 1;
            formed &= isHyphen(name, end) && letters >= 2 && letters <= 12;
            words++;
            end = next;
            next = endOf(name, end + 1, 'a', 'z');
        }
        int digits = name.length() - end - 1;
        return formed
                && words >= 1
                && words <= 3
                && isHyphen(name, end)
                && (digits == 1 || digits == 2)
                && endOf(name, end + 1, '0', '9') == name.length();
    }

    private static boolean isHyphen(String name, int at) {
        return at < name.length() && name.charAt(at) == '-';
    }

    /** Where a run of such characters ends that begins at {@code from}. */
    private static int endOf(String name, int from, char lowest, char highest) {
        int at = from;
        while (at < name.length() && name.charAt(at) >= lowest && name.charAt(at) <= highest) {
            at++;
        }
        return at;
    }

    /**
     * The ARN partition the region belongs to: {@code aws}, {@code aws-cn} or {@code aws-us-gov}.
     */
    public String partition() {
        if (name.startsWith("cn-")) {
            return "aws-cn";
        }
        return name.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** What the names of AWS's hosts end with there. */
    public String domainSuffix() {
        return partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    @Override
    public String toString() {
        return name;
    }
}
