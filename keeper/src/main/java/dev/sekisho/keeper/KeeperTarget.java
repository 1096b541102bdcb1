package dev.sekisho.keeper;

import dev.sekisho.trust.backup.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;

/** A target behind a {@link Keeper}: nobody on this machine can take away what lies there. */
public final class KeeperTarget implements Target {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(10);
    private static final Duration LIST_LIMIT = Duration.ofMinutes(1);

    private final String name;
    private final String place;
    private final URI address;
    private final String token;
    private final HttpClient http;

    /**
     * A keeper as a target.
     *
     * @param address {@code https://HOST:PORT}
     * @param token what it wants to be shown
     * @param trust believes its certificate and no other
     */
    public KeeperTarget(String name, String place, URI address, String token, SSLContext trust) {
        this.name = name;
        this.place = place;
        this.address = address;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .sslContext(trust)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean appendOnly() {
        return true;
    }

    @Override
    public void put(String object, Body body) throws IOException {
        HttpRequest request = request(Keeper.OBJECTS + object, REQUEST_LIMIT)
                .PUT(new Known(body.length(), BodyPublishers.ofInputStream(() -> {
                    try {
                        return body.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })))
                .build();
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        switch (answer.statusCode()) {
            case 200, 201 -> {}
            case 409 ->
                throw new FileAlreadyExistsException(object, null, "other bytes have this name; nothing is replaced");
            default -> throw refused(answer.statusCode());
        }
    }

    @Override
    public InputStream get(String object) throws IOException {
        HttpResponse<InputStream> answer =
                send(request(Keeper.OBJECTS + object, REQUEST_LIMIT).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        answer.body().close();
        throw answer.statusCode() == 404 ? new NoSuchFileException(object) : refused(answer.statusCode());
    }

    @Override
    public List<Listed> list(String folder) throws IOException {
        HttpResponse<InputStream> answer =
                send(request(Keeper.FOLDERS + folder, LIST_LIMIT).build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode());
            }
            List<Listed> found = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(".")) {
                    return found;
                }
                found.add(listed(line));
            }
            throw new IOException("the keeper's list was cut off");
        }
    }

    private static Listed listed(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        try {
            return new Listed(parts[2], Long.parseLong(parts[0]), Instant.parse(parts[1]));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException | DateTimeException e) {
            throw new IOException("the keeper's list is not understood", e);
        }
    }

    /** The keeper does so by itself. */
    @Override
    public void prune() {}

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(limit).header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a keeper was asked", e);
        }
    }

    private static IOException refused(int status) {
        return new IOException("the keeper refused: " + status);
    }

    /** A body whose length is known, so that the keeper can tell one that was cut off. */
    private record Known(long contentLength, BodyPublisher bytes) implements BodyPublisher {
        @Override
        public void subscribe(Flow.Subscriber<? super java.nio.ByteBuffer> subscriber) {
            bytes.subscribe(subscriber);
        }
    }
}
