package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.kernel.ServiceException;

/**
 * Lambda's name of a runtime, taken apart.
 *
 * @param id as AWS writes it: {@code python3.12}, {@code nodejs22.x}, {@code java8.al2}
 * @param language its language
 * @param version the interpreter's version as far as the id tells it: {@code 3.12}, {@code 22},
 *     {@code 8}; empty for {@code provided}
 */
record RuntimeId(String id, Language language, String version) {

    /**
     * @throws ServiceException when no runtime of Lambda has such a name
     */
    static RuntimeId parse(String id) {
        for (Language language : Language.values()) {
            if (id.startsWith(language.prefix())) {
                return new RuntimeId(id, language, version(language, id));
            }
        }
        throw new ServiceException(
                "InvalidRuntimeException", 502, "The runtime " + id + " is not known to this node");
    }

    private static String version(Language language, String id) {
        if (language == Language.PROVIDED || language == Language.IMAGE) {
            return "";
        }
        String rest = id.substring(language.prefix().length());
        rest = rest.startsWith("core") ? rest.substring("core".length()) : rest;
        int suffix = rest.indexOf(".al");
        rest = suffix < 0 ? rest : rest.substring(0, suffix);
        return rest.endsWith(".x") ? rest.substring(0, rest.length() - 2) : rest;
    }

    /** The form of INIT_START lines: {@code python:3.12}. */
    String label() {
        return version.isEmpty() ? id.replace('.', ':') : language.prefix() + ':' + version;
    }
}
