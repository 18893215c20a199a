package dev.gatehouse.gateway.plan;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media types a REST API treats as binary, such as {@code image/png}, {@code image/*} or {@code
 * *}{@code /*}.
 *
 * @param types in lower case
 */
public record BinaryMediaTypes(List<String> types) {

    /** Every body is text. */
    public static final BinaryMediaTypes NONE = new BinaryMediaTypes(List.of());

    public BinaryMediaTypes {
        types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether a Content-Type header, parameters and all, names one of the types. */
    public boolean matches(@Nullable String contentType) {
        if (types.isEmpty()) {
            return false;
        }
        return contentType == null ? types.contains("*/*") : matchesType(essence(contentType));
    }

    /**
     * Whether an Accept header's first media type names one of the types: the only one API Gateway
     * looks at.
     */
    public boolean accepted(@Nullable String accept) {
        if (types.isEmpty()) {
            return false;
        }
        if (accept == null) {
            return types.contains("*/*");
        }
        int comma = accept.indexOf(',');
        return matchesType(essence(comma < 0 ? accept : accept.substring(0, comma)));
    }

    private boolean matchesType(String essence) {
        for (String type : types) {
            if (type.equals("*/*") || type.equals(essence)) {
                return true;
            }
            if (type.endsWith("/*") && essence.startsWith(type.substring(0, type.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    private static String essence(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
    }
}
