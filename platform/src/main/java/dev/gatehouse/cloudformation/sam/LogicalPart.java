package dev.gatehouse.cloudformation.sam;

/** What becomes part of the logical ids of resources that the transform makes. */
final class LogicalPart {
    private LogicalPart() {}

    /** A path or name as part of a logical id: letters and digits, distinct for distinct paths. */
    static String of(String text) {
        StringBuilder id = new StringBuilder();
        boolean start = true;
        boolean ambiguous = false;
        for (char character : text.toCharArray()) {
            switch (character) {
                case '{' -> id.append("Param");
                case '+' -> id.append("Plus");
                case '/', '}' -> {}
                default -> ambiguous |= !isLogical(character);
            }
            if (isLogical(character)) {
                id.append(start ? Character.toUpperCase(character) : character);
            }
            start = !isLogical(character);
        }
        return ambiguous ? id + Integer.toHexString(text.hashCode()) : id.toString();
    }

    private static boolean isLogical(char character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }
}
