/* Beside the fields for passwords: a button that shows what is typed, and how strong a new one is.
   Without this script the server says what is too short or too common. Nothing is sent or kept. */
(() => {
  "use strict";
  const LEAST = 12;
  const ROWS = ["qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm"];
  const OBVIOUS = /passwor[dt]|welcome|letmein|admin|iloveyou|secret|decent ?work|solutions|initiative|(?:19|20)[0-9]{2}/g;
  const RATINGS = [
    "Weak: a machine guesses it within a day. Take four or five words that have nothing to do with each other.",
    "Fair. One more word makes it much stronger.",
    "Good.",
    "Strong.",
  ];

  const follows = (former, letter) =>
    former === letter ||
    Math.abs(former.charCodeAt(0) - letter.charCodeAt(0)) === 1 ||
    ROWS.some((row) => row.includes(former + letter) || row.includes(letter + former));

  /* About how many bits a guesser has to try. What repeats, counts up or runs along the keyboard
     adds next to nothing, an obvious word as much as one letter. */
  const bitsOf = (text, names) => {
    let told = text.toLowerCase().normalize("NFKC");
    for (const name of names) told = told.replaceAll(name, "\u0001");
    told = told.replace(OBVIOUS, "\u0001");
    const letters = Array.from(told);
    const vowels = letters.filter((letter) => /[aeiouy]/.test(letter)).length;
    const ofLetter = vowels * 5 < letters.length ? 4.5 : 2.5; // words are guessed by words
    const seen = new Set();
    let bits = 0;
    letters.forEach((letter, at) => {
      const pair = letters.slice(at, at + 3).join("");
      const isEasy = at > 0 && (follows(letters[at - 1], letter) || seen.has(pair));
      seen.add(pair);
      bits += isEasy ? 0.5 : /[a-z\s\u0001]/.test(letter) ? ofLetter : 5;
    });
    return /\p{Lu}/u.test(text.slice(1)) ? bits + 6 : bits;
  };

  const ratingOf = (text, names) => {
    const bits = bitsOf(text, names);
    return bits < 28 ? 0 : bits < 40 ? 1 : bits < 52 ? 2 : 3;
  };

  const withButton = (field) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "password-show text-link";
    const show = (isShown) => {
      field.type = isShown ? "text" : "password";
      button.textContent = isShown ? "Hide what is typed" : "Show what is typed";
    };
    show(false);
    button.addEventListener("click", () => show(field.type === "password"));
    field.form?.addEventListener("submit", () => show(false)); // or browsers would remember it as a text
    field.after(button);
  };

  const withStrength = (field) => {
    const meter = document.createElement("meter");
    meter.max = RATINGS.length;
    meter.low = 2;
    meter.high = 3;
    meter.optimum = RATINGS.length;
    meter.setAttribute("aria-hidden", "true"); // the words beside it say the same
    const words = document.createElement("p");
    words.className = "password-strength";
    words.setAttribute("role", "status");
    meter.hidden = true;
    field.after(meter, words);
    const names = Array.from(field.form?.querySelectorAll("[name=username]") ?? [])
      .map((one) => one.value.toLowerCase())
      .filter((name) => name.length > 2);
    field.addEventListener("input", () => {
      const length = Array.from(field.value).length;
      const rating = length < LEAST ? -1 : ratingOf(field.value, names);
      const said = rating < 0 ? `Too short: ${LEAST} characters at least.` : RATINGS[rating];
      meter.hidden = !length;
      meter.value = rating + 1;
      if (words.textContent !== said || !length) words.textContent = length ? said : "";
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const fields = Array.from(document.querySelectorAll("input[type=password]"));
    const first = fields.find((field) => field.autocomplete === "new-password");
    if (first) withStrength(first);
    fields.forEach(withButton);
  });
})();
