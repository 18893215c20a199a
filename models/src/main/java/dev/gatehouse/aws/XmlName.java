package dev.gatehouse.aws;

import org.jspecify.annotations.Nullable;

/**
 * How a shape or a member departs from its own name in XML.
 *
 * @param root the element's name when the shape is a whole document
 * @param namespace the namespace its element declares
 * @param prefix the prefix bound to that namespace
 */
public record XmlName(@Nullable String root, @Nullable String namespace, @Nullable String prefix) {
    /** Nothing special. */
    public static final XmlName PLAIN = new XmlName(null, null, null);
}
