package dev.sekisho.control.connect;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.OnRamps.OnRamp;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where traffic comes in, and the certificate that devices must trust. */
@RestController
public class OnRampApi {
    private final Optional<String> proxy;

    /** Shows {@code proxy} as the address to enter in a device. */
    public OnRampApi(Optional<String> proxy) {
        this.proxy = proxy;
    }

    /** All on-ramps. */
    @GetMapping("/api/v1/on-ramps")
    public OnRampPage list(CustomerDesk desk) {
        return new OnRampPage(
                proxy.orElse(null),
                desk.directory().onRamps().list().stream().map(Item::of).toList(),
                null);
    }

    /** Adds one. */
    @PostMapping("/api/v1/on-ramps")
    @ResponseStatus(HttpStatus.CREATED)
    public Item add(@RequestBody NewOnRamp wanted, CustomerDesk desk) {
        if (wanted.name() == null || wanted.source() == null) {
            throw Refusal.invalid(wanted.name() == null ? "name" : "source", "is missing");
        }
        boolean signIn = wanted.signIn() != null && wanted.signIn();
        return Item.of(desk.directory().onRamps().add(wanted.name(), SourceNetwork.parse(wanted.source()), signIn));
    }

    /** Changes one; nothing of it is left as it was by being left out. */
    @PutMapping("/api/v1/on-ramps/{id}")
    public ResponseEntity<Item> update(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewOnRamp wanted,
            CustomerDesk desk) {
        OnRamps ramps = desk.directory().onRamps();
        Id128 handle = Handles.parse(id);
        long expected = Preconditions.expected(
                ifMatch, find(ramps, handle).orElseThrow(Refusal::notFound).version());
        if (wanted.name() == null || wanted.source() == null || wanted.signIn() == null) {
            throw Refusal.invalid(
                    wanted.name() == null ? "name" : wanted.source() == null ? "source" : "signIn", "is missing");
        }
        SourceNetwork source = SourceNetwork.parse(wanted.source());
        try {
            OnRamp changed = ramps.update(handle, wanted.name(), source, wanted.signIn(), expected);
            return ResponseEntity.ok()
                    .eTag(Preconditions.etag(changed.version()))
                    .body(Item.of(changed));
        } catch (SekishoException refused) {
            long inForce = find(ramps, handle).map(OnRamp::version).orElse(0L);
            throw refused.code() == ErrorCode.CONFLICT && inForce != expected
                    ? Refusal.changedMeanwhile(Preconditions.etag(inForce))
                    : refused;
        }
    }

    private static Optional<OnRamp> find(OnRamps ramps, Id128 id) {
        return ramps.list().stream().filter(ramp -> ramp.id().equals(id)).findFirst();
    }

    /** Removes one. */
    @DeleteMapping("/api/v1/on-ramps/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void remove(@PathVariable("id") String id, CustomerDesk desk) {
        if (!desk.directory().onRamps().remove(Handles.parse(id))) {
            throw Refusal.notFound();
        }
    }

    /** The customer's inspection certificate. */
    @GetMapping("/api/v1/inspection-ca")
    public ResponseEntity<byte[]> inspectionCa(CustomerDesk desk) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/x-pem-file")
                .header("Content-Disposition", "attachment; filename=\"sekisho-inspection-ca.pem\"")
                .body(desk.directory()
                        .inspectionCa()
                        .certificatePem()
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** All on-ramps, and the proxy's address. */
    public record OnRampPage(
            @Nullable String proxy,
            List<Item> items,
            @Nullable String next) {}

    /** One on-ramp; its ETag is the version. */
    public record Item(String id, String name, String source, boolean signIn, long version) {
        static Item of(OnRamp ramp) {
            return new Item(ramp.id().toString(), ramp.name(), ramp.source().toString(), ramp.signIn(), ramp.version());
        }
    }

    /** An on-ramp to be. */
    public record NewOnRamp(
            @Nullable String name,
            @Nullable String source,
            @Nullable Boolean signIn) {}
}
