// A part of the conversation's script: `element` is Gradio's.
// The footnote of a number, shown beside it while it is pointed at or has the focus.
const peek = document.createElement('div');
peek.className = 'peek';
peek.setAttribute('aria-hidden', 'true'); // a screen reader has it as the button's description
peek.hidden = true;
document.querySelector('#main').append(peek);
let peeked = null;
let leaving = 0;

const hide_peek = () => {
  peek.hidden = true;
  peek.replaceChildren(); // words of an article that is removed must not stay here
  peeked = null;
};

const place_peek = button => {
  const at = button.getBoundingClientRect();
  const room = 8;
  peek.style.maxWidth = `${Math.min(420, innerWidth - 2 * room)}px`;
  const { width, height } = peek.getBoundingClientRect();
  peek.style.left = `${Math.max(room, Math.min(at.left, innerWidth - width - room))}px`;
  peek.style.top = `${at.top - height - 6 > room ? at.top - height - 6 : at.bottom + 6}px`;
};

const show_peek = button => {
  clearTimeout(leaving);
  const note = document.getElementById(button.getAttribute('aria-describedby'));
  if (!note || button.closest('.footnotes')) return hide_peek(); // the footnote itself stands right there
  if (peeked === button && !peek.hidden) return;
  peek.replaceChildren(...[...note.childNodes].map(node => node.cloneNode(true)));
  peek.hidden = false;
  peeked = button;
  place_peek(button);
};

const leave_peek = () => {
  clearTimeout(leaving);
  leaving = setTimeout(hide_peek, 200); // time to move the pointer onto it
};

const cite_of = event => event.target.closest?.('button.cite');
element.addEventListener('pointerover', event => {
  if (event.pointerType !== 'touch') cite_of(event) ? show_peek(cite_of(event)) : peeked && leave_peek();
});
element.addEventListener('pointerleave', leave_peek);
element.addEventListener('focusin', event => { if (cite_of(event)?.matches(':focus-visible')) show_peek(cite_of(event)); });
element.addEventListener('focusout', event => { if (cite_of(event)) leave_peek(); });
element.addEventListener('click', hide_peek);
element.addEventListener('scroll', hide_peek, true);
peek.addEventListener('pointerenter', () => clearTimeout(leaving));
peek.addEventListener('pointerleave', leave_peek);
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || peek.hidden) return;
  event.stopImmediatePropagation();
  hide_peek();
}, true);
