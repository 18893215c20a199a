package dev.gatehouse.cloudformation.template;

import dev.gatehouse.kernel.ServiceException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with a template, so that its author hears of everything in one report. */
public final class Problems {
    /** How many are told; a hostile template could have one for every byte. */
    private static final int MOST = 100;

    private final Set<String> found = new LinkedHashSet<>();

    /** Keeps one, in {@link String#formatted} form. */
    public void add(String message, Object... arguments) {
        found.add(TemplateErrors.of(message, arguments).text());
    }

    /** Runs a check and keeps what it rejects the template for. */
    public void collect(Runnable check) {
        try {
            check.run();
        } catch (ServiceException rejection) {
            found.add(rejection.text());
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many there are. */
    public int size() {
        return found.size();
    }

    /** All of them, one after the other. */
    public String joined(String separator) {
        String listed = String.join(separator, found.stream().limit(MOST).toList());
        int untold = found.size() - MOST;
        return untold > 0 ? listed + separator + "and " + untold + " more" : listed;
    }

    /**
     * @throws ServiceException ValidationError that tells all of them, when there are any
     */
    public void throwAny() {
        if (!found.isEmpty()) {
            throw TemplateErrors.of(joined("\n"));
        }
    }
}
