package dev.gatehouse.kernel;

import java.util.regex.Pattern;

/** The name of an AWS region, such as {@code eu-west-1}. */
public record Region(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-\\d{1,2}");

    /** The region of a node that was not told another. */
    public static final Region DEFAULT = new Region("us-east-1");

    public Region {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an AWS region: " + name);
        }
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
