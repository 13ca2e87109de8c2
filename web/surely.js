// Runs once when the page appears. What deletes for good has `data-surely`: the first press asks, the second one does it.
const settle = button => {
  button.textContent = button.dataset.before;
  delete button.dataset.before;
};

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-surely]');
  if (!button) return;
  if (button.dataset.before !== undefined) return settle(button);
  event.stopImmediatePropagation();
  button.dataset.before = button.textContent;
  button.textContent = button.dataset.surely;
}, true);

document.addEventListener('focusout', event => {
  if (event.target.dataset?.before !== undefined) settle(event.target);
});

