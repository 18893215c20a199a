package dev.gatehouse.gateway.apigateway.patch;

import org.jspecify.annotations.Nullable;

/** The type a value of text becomes in the document. */
public enum PatchType {
    /** Text; an empty one clears the member, as clients do that cannot send null. */
    TEXT {
        @Override
        @Nullable Object read(String value) {
            return value.isEmpty() ? null : value;
        }
    },
    /** Text that may be empty and stays so. */
    EXACT_TEXT {
        @Override
        Object read(String value) {
            return value;
        }
    },
    /** True for "true" in any case; AWS takes everything else for false. */
    BOOLEAN {
        @Override
        Object read(String value) {
            return Boolean.parseBoolean(value);
        }
    },
    /** A whole number; an empty text clears the member. */
    INTEGER {
        @Override
        @Nullable Object read(String value) {
            return value.isEmpty() ? null : (Object) Integer.valueOf(value.strip());
        }
    },
    /** A JSON object, of which the caller knows that it is one of the member's. */
    JSON {
        @Override
        Object read(String value) {
            return PatchJson.read(value);
        }
    },
    /** A number; an empty text clears the member. */
    DECIMAL {
        @Override
        @Nullable Object read(String value) {
            return value.isEmpty() ? null : (Object) Double.valueOf(value.strip());
        }
    };

    /**
     * The typed value, null to clear the member.
     *
     * @throws NumberFormatException when the text is no number and the type is one
     */
    abstract @Nullable Object read(String value);
}
