package dev.gatehouse.gateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.resource.ServiceErrors;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an import found wrong, each with its place, in the form in which AWS tells it. */
public final class ImportReport {
    private static final String SEPARATOR = "\n\t";

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Notes what the document has that the import does without. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /**
     * Does one step; what is rejected there is an error of the import.
     *
     * @param what what cannot be done then, such as {@code Unable to put method 'GET' on resource
     *     at path '/'}
     * @return whether it was done
     */
    public boolean attempt(String what, Runnable step) {
        try {
            step.run();
            return true;
        } catch (ServiceException rejection) {
            errors.add(what + ": " + rejection.getMessage());
            return false;
        }
    }

    /**
     * Does one step; without what a document has wrong there the import goes on, with a warning. A
     * denial, and what AWS would take, are errors all the same.
     *
     * @param what what cannot be done then
     */
    public void attemptOrIgnore(String what, Runnable step) {
        try {
            step.run();
        } catch (ServiceException rejection) {
            if (ServiceErrors.isOfAws(rejection)) {
                warnings.add(what + ": " + rejection.getMessage() + ". Ignoring.");
            } else {
                errors.add(what + ": " + rejection.getMessage());
            }
        }
    }

    /** The warnings; null, as absent members are, when there are none. */
    public @Nullable List<String> warnings() {
        return warnings.isEmpty() ? null : List.copyOf(warnings);
    }

    /**
     * Rejects the import if anything failed, or as much as a warning was given where none may be.
     */
    public void close(@Nullable Boolean failOnWarnings) {
        if (!errors.isEmpty()) {
            throw badRequest(
                    "Errors found during import:" + SEPARATOR + String.join(SEPARATOR, errors));
        }
        if (Boolean.TRUE.equals(failOnWarnings) && !warnings.isEmpty()) {
            throw badRequest(
                    "Warnings found during import:" + SEPARATOR + String.join(SEPARATOR, warnings));
        }
    }
}
