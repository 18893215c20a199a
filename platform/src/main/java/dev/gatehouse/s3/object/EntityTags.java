package dev.gatehouse.s3.object;

import java.util.stream.Stream;

/** Entity tags as clients send them: with their quotes or, as S3 lets them, without. */
final class EntityTags {
    private EntityTags() {}

    static boolean same(String one, String other) {
        return bare(one).equals(bare(other));
    }

    /** Whether a condition's list of tags has this one; a star has every one. */
    static boolean anyOf(String condition, String tag) {
        return Stream.of(condition.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || same(each, tag));
    }

    private static String bare(String tag) {
        return tag.replace("\"", "");
    }
}
