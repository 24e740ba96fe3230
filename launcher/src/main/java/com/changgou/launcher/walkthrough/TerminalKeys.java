package com.changgou.launcher.walkthrough;

import com.changgou.launcher.walkthrough.Guide.Key;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** One key press for each answer; a key that means nothing shows the prompt again, and the end of the input is an end. */
public final class TerminalKeys implements Guide.Reader {

    private static final KeyMap<Optional<Key>> KEYS = new KeyMap<>();

    static {
        KEYS.bind(Optional.of(Key.NEXT), "\r", "\n", " ");
        KEYS.bind(Optional.of(Key.SKIP), "s");
        KEYS.bind(Optional.of(Key.REPEAT), "r");
        KEYS.bind(Optional.of(Key.BACK), "b");
        KEYS.bind(Optional.of(Key.QUIT), "q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        KEYS.setNomatch(Optional.empty());
        KEYS.setUnicode(Optional.empty());
    }

    private final Terminal terminal;
    private final BindingReader reader;

    /**
     * The keys of a terminal.
     *
     * @param terminal in raw mode, or whoever presses a key has to press Enter, too
     */
    public TerminalKeys(Terminal terminal) {
        this.terminal = terminal;
        this.reader = new BindingReader(terminal.reader());
    }

    @Override
    public Key ask(String prompt) {
        Optional<Key> key;
        do {
            terminal.writer().println(new AttributedString(prompt, AttributedStyle.DEFAULT.faint()).toAnsi(terminal));
            terminal.flush();
            key = Objects.requireNonNullElse(reader.readBinding(KEYS), Optional.of(Key.QUIT));
        } while (key.isEmpty());
        terminal.writer().println();
        return key.get();
    }
}
