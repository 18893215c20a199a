package dev.gatehouse.gateway.apigateway.usage;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values (RFC 4180); empty lines are left out. */
final class CsvRows {
    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private StringBuilder cell = new StringBuilder();
    private boolean quoted;

    private CsvRows(String text) {
        this.text = text;
    }

    static List<List<String>> of(String text) {
        return new CsvRows(text.startsWith("\uFEFF") ? text.substring(1) : text).read();
    }

    private List<List<String>> read() {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean doubled = c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"';
            if (quoted && doubled) {
                cell.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                cell.append(c);
            } else {
                end(c);
            }
        }
        end('\n');
        return rows;
    }

    private void end(char separator) {
        row.add(cell.toString());
        cell = new StringBuilder();
        if (separator != ',') {
            if (row.size() > 1 || !row.getFirst().isEmpty()) {
                rows.add(row);
            }
            row = new ArrayList<>();
        }
    }
}
