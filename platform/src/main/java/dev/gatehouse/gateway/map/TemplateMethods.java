package dev.gatehouse.gateway.map;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.velocity.util.introspection.Info;
import org.apache.velocity.util.introspection.SecureUberspector;
import org.apache.velocity.util.introspection.VelMethod;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of its values a template may call: those that mapping templates are written with.
 * None of them makes much of little, or takes long, but for those that {@link BoundedMethods} has.
 * Any other is none. Public because Velocity makes it.
 */
public final class TemplateMethods extends SecureUberspector {
    private static final Set<String> OF_TEXTS =
            Set.of(
                    "charAt",
                    "codePointAt",
                    "compareTo",
                    "compareToIgnoreCase",
                    "concat",
                    "contains",
                    "contentEquals",
                    "endsWith",
                    "equals",
                    "equalsIgnoreCase",
                    "hashCode",
                    "indexOf",
                    "isBlank",
                    "isEmpty",
                    "lastIndexOf",
                    "length",
                    "regionMatches",
                    "startsWith",
                    "strip",
                    "stripLeading",
                    "stripTrailing",
                    "subSequence",
                    "substring",
                    "toLowerCase",
                    "toString",
                    "toUpperCase",
                    "trim",
                    "valueOf");
    private static final Set<String> OF_PLAIN_VALUES =
            Set.of(
                    "abs",
                    "add",
                    "booleanValue",
                    "byteValue",
                    "charValue",
                    "compare",
                    "compareTo",
                    "doubleValue",
                    "equals",
                    "floatValue",
                    "hashCode",
                    "intValue",
                    "isDigit",
                    "isInfinite",
                    "isLetter",
                    "isNaN",
                    "longValue",
                    "max",
                    "min",
                    "parseBoolean",
                    "parseDouble",
                    "parseFloat",
                    "parseInt",
                    "parseLong",
                    "shortValue",
                    "signum",
                    "subtract",
                    "sum",
                    "toHexString",
                    "toString",
                    "valueOf");
    private static final Set<String> OF_CONTAINERS =
            Set.of(
                    "add",
                    "clear",
                    "contains",
                    "containsKey",
                    "containsValue",
                    "entrySet",
                    "equals",
                    "get",
                    "getFirst",
                    "getKey",
                    "getLast",
                    "getOrDefault",
                    "getValue",
                    "hasNext",
                    "indexOf",
                    "isEmpty",
                    "iterator",
                    "keySet",
                    "lastIndexOf",
                    "next",
                    "put",
                    "putIfAbsent",
                    "remove",
                    "removeFirst",
                    "removeLast",
                    "replace",
                    "reversed",
                    "set",
                    "setValue",
                    "size",
                    "sort",
                    "subList",
                    "toArray",
                    "toString",
                    "values");

    @Override
    public @Nullable VelMethod getMethod(Object on, String name, Object[] arguments, Info place) {
        VelMethod bounded = BoundedMethods.find(on, name, arguments);
        if (bounded != null) {
            return bounded;
        }
        return isAllowed(on, name) ? super.getMethod(on, name, arguments, place) : null;
    }

    private static boolean isAllowed(Object on, String name) {
        return switch (on) {
            case CharSequence _ -> OF_TEXTS.contains(name);
            case Number _, Boolean _, Character _ -> OF_PLAIN_VALUES.contains(name);
            case Map<?, ?> _, Collection<?> _, Map.Entry<?, ?> _, Iterator<?> _ ->
                    OF_CONTAINERS.contains(name);
            case TemplateInput _, TemplateFunctions _ -> true;
            default -> on.getClass().isArray() && OF_CONTAINERS.contains(name);
        };
    }
}
