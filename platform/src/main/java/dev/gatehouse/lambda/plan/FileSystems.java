package dev.gatehouse.lambda.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folders of this machine that stand for access points of file systems, by their ARNs. */
public final class FileSystems {
    private record Place(Pattern arn, Path folder) {}

    private final List<Place> places;

    /**
     * @param folders by ARN of an access point, in which {@code *} stands for any text; of several
     *     that fit the longest counts
     */
    public FileSystems(Map<String, Path> folders) {
        List<String> arns = new ArrayList<>(folders.keySet());
        arns.sort((one, other) -> Integer.compare(other.length(), one.length()));
        List<Place> sorted = new ArrayList<>();
        for (String arn : arns) {
            sorted.add(new Place(pattern(arn), Objects.requireNonNull(folders.get(arn))));
        }
        this.places = List.copyOf(sorted);
    }

    private static Pattern pattern(String arn) {
        return Pattern.compile(Pattern.quote(arn).replace("*", "\\E.*\\Q"));
    }

    /** The folder for an access point; empty where none is set. */
    public Optional<Path> folder(String arn) {
        return places.stream()
                .filter(place -> place.arn().matcher(arn).matches())
                .map(Place::folder)
                .findFirst();
    }
}
