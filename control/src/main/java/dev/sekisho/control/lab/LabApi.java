package dev.sekisho.control.lab;

import dev.sekisho.control.Laboratory;
import dev.sekisho.control.problem.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Moves the clock of data life, seals what is hot. */
@RestController
public class LabApi {
    private final Laboratory laboratory;

    /** Acts on the laboratory. */
    public LabApi(Laboratory laboratory) {
        this.laboratory = laboratory;
    }

    /** Moves the clock forward and runs what fell due. */
    @PostMapping("/api/v1/lab/clock")
    public ClockItem clock(@RequestBody ClockItem wanted) {
        if (wanted.now() == null) {
            throw Refusal.invalid("now", "is missing");
        }
        try {
            return new ClockItem(laboratory.moveClock(wanted.now()));
        } catch (IllegalArgumentException backwards) {
            throw Refusal.invalid("now", "is in the past of the laboratory's clock, which only moves forward");
        }
    }

    /** Answers when every acknowledged event is sealed in a segment. */
    @PostMapping("/api/v1/lab/flush")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void flush() {
        laboratory.flush();
    }

    /** A time. */
    public record ClockItem(@Nullable Instant now) {}
}
